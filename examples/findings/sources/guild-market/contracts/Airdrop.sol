// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.20;

interface IMintable {
    function transfer(address to, uint256 amount) external returns (bool);
}

/// Gives tokens to everyone on a list of which only the Merkle root is stored.
contract Airdrop {
    IMintable public immutable token;
    bytes32 public immutable root;
    uint256 public immutable endsAt;
    mapping(uint256 => bool) public claimed;

    event Claimed(uint256 indexed index, address indexed account, uint256 amount);

    constructor(IMintable token_, bytes32 root_, uint256 duration) {
        token = token_;
        root = root_;
        endsAt = block.timestamp + duration;
    }

    function claim(uint256 index, address account, uint256 amount, bytes32[] calldata proof) external {
        require(block.timestamp < endsAt, "over");
        require(!claimed[index], "claimed already");
        bytes32 node = keccak256(abi.encodePacked(account, amount));
        for (uint256 i = 0; i < proof.length; i++) {
            node = node < proof[i]
                ? keccak256(abi.encodePacked(node, proof[i]))
                : keccak256(abi.encodePacked(proof[i], node));
        }
        require(node == root, "not on the list");
        claimed[index] = true;
        require(token.transfer(account, amount), "transfer failed");
        emit Claimed(index, account, amount);
    }
}
