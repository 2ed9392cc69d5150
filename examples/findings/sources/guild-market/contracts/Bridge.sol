// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.20;

/// Pays out on this chain what was locked on another, on the word of a validator.
contract Bridge {
    address public owner;
    address public validator;
    mapping(bytes32 => bool) public seen;

    event PaidOut(bytes32 indexed message, address indexed to, uint256 amount);
    event ValidatorSet(address validator);

    constructor() {
        owner = msg.sender;
    }

    function setValidator(address next) external {
        require(msg.sender == owner, "only owner");
        validator = next;
        emit ValidatorSet(next);
    }

    function digest(uint256 nonce, address to, uint256 amount) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), nonce, to, amount));
    }

    function payOut(uint256 nonce, address payable to, uint256 amount, uint8 v, bytes32 r, bytes32 s) external {
        bytes32 message = digest(nonce, to, amount);
        require(!seen[message], "paid already");
        require(ecrecover(message, v, r, s) == validator, "not signed by the validator");
        seen[message] = true;
        (bool paid, ) = to.call{value: amount}("");
        require(paid, "payment failed");
        emit PaidOut(message, to, amount);
    }

    receive() external payable {}
}
