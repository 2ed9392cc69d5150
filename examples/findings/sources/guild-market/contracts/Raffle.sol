// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.20;

/// A raffle for guild members: equal tickets, one winner.
contract Raffle {
    uint256 public immutable ticketPrice;
    uint256 public immutable closesAt;
    address payable[] public tickets;
    bool public drawn;

    event Ticket(address indexed holder);
    event Winner(address indexed holder, uint256 prize);

    constructor(uint256 price, uint256 duration) {
        ticketPrice = price;
        closesAt = block.timestamp + duration;
    }

    function buy() external payable {
        require(block.timestamp < closesAt, "closed");
        require(msg.value == ticketPrice, "wrong price");
        tickets.push(payable(msg.sender));
        emit Ticket(msg.sender);
    }

    function draw() external {
        require(block.timestamp >= closesAt && !drawn, "not now");
        require(tickets.length > 0, "no tickets");
        drawn = true;
        uint256 seed = uint256(keccak256(abi.encodePacked(block.timestamp, block.coinbase, tickets.length)));
        address payable winner = tickets[seed % tickets.length];
        uint256 prize = address(this).balance;
        (bool paid, ) = winner.call{value: prize}("");
        require(paid, "payment failed");
        emit Winner(winner, prize);
    }
}
