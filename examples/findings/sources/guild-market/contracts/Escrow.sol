// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.20;

/// Holds a buyer's payment until the work is accepted.
contract Escrow {
    enum State {
        None,
        Funded,
        Released,
        Refunded
    }

    struct Deal {
        address payable buyer;
        address payable worker;
        uint256 amount;
        uint256 refundAfter;
        State state;
    }

    mapping(bytes32 => Deal) public deals;

    event Funded(bytes32 indexed id, uint256 amount);
    event Released(bytes32 indexed id);
    event Refunded(bytes32 indexed id);

    function fund(bytes32 id, address payable worker, uint256 period) external payable {
        require(deals[id].state == State.None, "exists");
        require(msg.value > 0 && worker != address(0), "incomplete");
        deals[id] = Deal(payable(msg.sender), worker, msg.value, block.timestamp + period, State.Funded);
        emit Funded(id, msg.value);
    }

    function release(bytes32 id) external {
        Deal storage deal = deals[id];
        require(msg.sender == deal.buyer, "only the buyer");
        require(deal.state == State.Funded, "not funded");
        deal.state = State.Released;
        (bool paid, ) = deal.worker.call{value: deal.amount}("");
        require(paid, "payment failed");
        emit Released(id);
    }

    function refund(bytes32 id) external {
        Deal storage deal = deals[id];
        require(msg.sender == deal.buyer, "only the buyer");
        require(block.timestamp >= deal.refundAfter, "too early");
        deal.state = State.Refunded;
        (bool paid, ) = deal.buyer.call{value: deal.amount}("");
        require(paid, "payment failed");
        emit Refunded(id);
    }
}
