// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.20;

interface IRoundFeed {
    function latestRoundData()
        external
        view
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound);

    function decimals() external view returns (uint8);
}

/// Prices of accepted collateral in dollars with 18 decimals.
contract PriceFeed {
    address public keeper;
    mapping(address => IRoundFeed) public feeds;

    event FeedSet(address indexed asset, address feed);

    modifier onlyKeeper() {
        require(msg.sender == keeper, "only keeper");
        _;
    }

    constructor() {
        keeper = msg.sender;
    }

    function setFeed(address asset, IRoundFeed feed) external onlyKeeper {
        feeds[asset] = feed;
        emit FeedSet(asset, address(feed));
    }

    function priceOf(address asset) public view returns (uint256) {
        IRoundFeed feed = feeds[asset];
        require(address(feed) != address(0), "no feed");
        (, int256 answer, , , ) = feed.latestRoundData();
        require(answer > 0, "no price");
        return uint256(answer) * 10 ** (18 - feed.decimals());
    }

    function valueOf(address asset, uint256 amount) external view returns (uint256) {
        return (priceOf(asset) * amount) / 1e18;
    }
}
