// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.20;

interface IItem {
    function transferFrom(address from, address to, uint256 id) external;
}

/// Sells one item to the highest bidder.
contract Auction {
    IItem public immutable item;
    uint256 public immutable itemId;
    address payable public immutable seller;
    uint256 public immutable endsAt;
    uint256 public immutable reserve;

    address payable public highestBidder;
    uint256 public highestBid;
    bool public settled;

    event Bid(address indexed bidder, uint256 amount);
    event Settled(address indexed winner, uint256 amount);

    constructor(IItem item_, uint256 id, uint256 duration, uint256 reserve_) {
        item = item_;
        itemId = id;
        seller = payable(msg.sender);
        endsAt = block.timestamp + duration;
        reserve = reserve_;
    }

    function bid() external payable {
        require(block.timestamp < endsAt, "over");
        require(msg.value >= reserve && msg.value > highestBid, "too low");
        address payable outbid = highestBidder;
        uint256 refund = highestBid;
        highestBidder = payable(msg.sender);
        highestBid = msg.value;
        if (outbid != address(0)) {
            (bool sent, ) = outbid.call{value: refund}("");
            require(sent, "refund failed");
        }
        emit Bid(msg.sender, msg.value);
    }

    function settle() external {
        require(!settled, "settled already");
        require(highestBidder != address(0), "no bids");
        settled = true;
        item.transferFrom(address(this), highestBidder, itemId);
        (bool paid, ) = seller.call{value: highestBid}("");
        require(paid, "payment failed");
        emit Settled(highestBidder, highestBid);
    }

    function reclaim() external {
        require(block.timestamp >= endsAt && highestBidder == address(0), "not yet");
        require(!settled, "settled already");
        settled = true;
        item.transferFrom(address(this), seller, itemId);
    }
}
