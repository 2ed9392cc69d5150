// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.20;

interface IGuildToken {
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
}

/// Fills orders that members signed away from the chain.
contract Orders {
    struct Order {
        address maker;
        address payee;
        uint256 amount;
        uint256 deadline;
    }

    IGuildToken public immutable token;
    bytes32 public immutable domain;

    event Filled(address indexed maker, address indexed payee, uint256 amount);

    constructor(IGuildToken token_) {
        token = token_;
        domain = keccak256(abi.encode("guild-orders", block.chainid, address(this)));
    }

    function hashOf(Order calldata order) public view returns (bytes32) {
        bytes32 body = keccak256(abi.encode(order.maker, order.payee, order.amount, order.deadline));
        return keccak256(abi.encodePacked("\x19\x01", domain, body));
    }

    function fill(Order calldata order, uint8 v, bytes32 r, bytes32 s) external {
        require(block.timestamp <= order.deadline, "expired");
        address signer = ecrecover(hashOf(order), v, r, s);
        require(signer != address(0) && signer == order.maker, "bad signature");
        require(token.transferFrom(order.maker, order.payee, order.amount), "payment failed");
        emit Filled(order.maker, order.payee, order.amount);
    }
}
