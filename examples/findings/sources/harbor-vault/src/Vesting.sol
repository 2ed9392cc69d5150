// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.20;

import {SafeTransfer, IERC20} from "./libs/SafeTransfer.sol";

/// Releases a grant of tokens evenly between two moments.
contract Vesting {
    using SafeTransfer for IERC20;

    IERC20 public immutable token;
    address public immutable beneficiary;
    uint64 public immutable start;
    uint64 public immutable end;
    uint256 public immutable granted;
    uint256 public released;

    event Released(uint256 amount);

    constructor(IERC20 token_, address beneficiary_, uint64 start_, uint64 end_, uint256 granted_) {
        require(beneficiary_ != address(0), "no beneficiary");
        require(start_ < end_, "bad period");
        token = token_;
        beneficiary = beneficiary_;
        start = start_;
        end = end_;
        granted = granted_;
    }

    function vested(uint256 moment) public view returns (uint256) {
        if (moment <= start) return 0;
        if (moment >= end) return granted;
        return (granted * (moment - start)) / (end - start);
    }

    function release() external {
        require(msg.sender == beneficiary, "only the beneficiary");
        uint256 amount = vested(block.timestamp) - released;
        require(amount > 0, "nothing to release");
        released += amount;
        emit Released(amount);
        token.safeTransfer(beneficiary, amount);
    }
}
