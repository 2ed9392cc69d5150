// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.20;

import {SafeTransfer, IERC20} from "./libs/SafeTransfer.sol";

interface IFlashLender {
    function flashLoan(address receiver, address token, uint256 amount, bytes calldata data) external;
}

interface IRouter {
    function swap(address from, address to, uint256 amount) external returns (uint256);
}

/// Rebalances the harbour's two reserves with a flash loan.
contract FlashGate {
    using SafeTransfer for IERC20;

    address public immutable owner;
    IFlashLender public immutable lender;
    IRouter public immutable router;

    constructor(IFlashLender lender_, IRouter router_) {
        owner = msg.sender;
        lender = lender_;
        router = router_;
    }

    function rebalance(address token, address other, uint256 amount) external {
        require(msg.sender == owner, "only owner");
        lender.flashLoan(address(this), token, amount, abi.encode(other, owner));
    }

    function onFlashLoan(address, address token, uint256 amount, uint256 fee, bytes calldata data) external returns (bytes32) {
        (address other, address profitTo) = abi.decode(data, (address, address));
        uint256 got = router.swap(token, other, amount);
        uint256 back = router.swap(other, token, got);
        require(back >= amount + fee, "no gain");
        IERC20(token).safeTransfer(msg.sender, amount + fee);
        IERC20(token).safeTransfer(profitTo, IERC20(token).balanceOf(address(this)));
        return keccak256("onFlashLoan");
    }
}
