// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.20;

/// Keeps royalties for makers until they collect them.
contract Royalty {
    uint256 public constant MAX_BPS = 1_000;

    struct Terms {
        address maker;
        uint96 bps;
    }

    address public immutable market;
    mapping(uint256 => Terms) public termsOf;
    mapping(address => uint256) public due;

    event Accrued(uint256 indexed id, address indexed maker, uint256 amount);
    event Collected(address indexed maker, uint256 amount);

    constructor(address market_) {
        require(market_ != address(0), "no market");
        market = market_;
    }

    function register(uint256 id, address maker, uint96 bps) external {
        require(msg.sender == market, "only the market");
        require(termsOf[id].maker == address(0), "registered already");
        require(bps <= MAX_BPS, "too much");
        termsOf[id] = Terms(maker, bps);
    }

    function accrue(uint256 id) external payable {
        require(msg.sender == market, "only the market");
        address maker = termsOf[id].maker;
        require(maker != address(0), "not registered");
        due[maker] += msg.value;
        emit Accrued(id, maker, msg.value);
    }

    function collect() external {
        uint256 amount = due[msg.sender];
        require(amount > 0, "nothing due");
        due[msg.sender] = 0;
        (bool paid, ) = msg.sender.call{value: amount}("");
        require(paid, "payment failed");
        emit Collected(msg.sender, amount);
    }
}
