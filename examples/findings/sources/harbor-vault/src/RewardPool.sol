// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.20;

import {SafeTransfer, IERC20} from "./libs/SafeTransfer.sol";

/// Pays a token at a steady rate to everyone who stakes another.
contract RewardPool {
    using SafeTransfer for IERC20;

    struct Position {
        uint256 staked;
        uint256 rewardPaid;
        uint256 owed;
    }

    IERC20 public immutable stakeToken;
    IERC20 public immutable rewardToken;
    uint256 public immutable ratePerSecond;
    uint256 public totalStaked;
    uint256 public rewardPerShare;
    uint256 public lastUpdate;
    mapping(address => Position) public positions;

    constructor(IERC20 stake_, IERC20 reward_, uint256 rate_) {
        stakeToken = stake_;
        rewardToken = reward_;
        ratePerSecond = rate_;
        lastUpdate = block.timestamp;
    }

    function _accrue() internal {
        if (totalStaked > 0) {
            uint256 earned = (block.timestamp - lastUpdate) * ratePerSecond;
            rewardPerShare += (earned * 1e18) / totalStaked;
        }
        lastUpdate = block.timestamp;
    }

    function _settle(Position storage position) internal {
        position.owed += (position.staked * (rewardPerShare - position.rewardPaid)) / 1e18;
        position.rewardPaid = rewardPerShare;
    }

    function stake(uint256 amount) external {
        _accrue();
        Position storage position = positions[msg.sender];
        stakeToken.safeTransferFrom(msg.sender, address(this), amount);
        position.staked += amount;
        totalStaked += amount;
        _settle(position);
    }

    function unstake(uint256 amount) external {
        _accrue();
        Position storage position = positions[msg.sender];
        _settle(position);
        position.staked -= amount;
        totalStaked -= amount;
        stakeToken.safeTransfer(msg.sender, amount);
    }

    function claim() external {
        _accrue();
        Position storage position = positions[msg.sender];
        _settle(position);
        uint256 owed = position.owed;
        position.owed = 0;
        rewardToken.safeTransfer(msg.sender, owed);
    }
}
