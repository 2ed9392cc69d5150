// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.20;

import {SafeTransfer, IERC20} from "./libs/SafeTransfer.sol";

interface IPair {
    function reserves() external view returns (uint256 collateral, uint256 dollars);
}

/// Lends dollars against a collateral token that trades in one pair.
contract LoanDesk {
    using SafeTransfer for IERC20;

    struct Loan {
        uint256 collateral;
        uint256 debt;
    }

    IERC20 public immutable collateralToken;
    IERC20 public immutable dollarToken;
    IPair public immutable pair;
    uint256 public constant MAX_LTV = 70;
    uint256 public constant LIQUIDATION_LTV = 80;
    mapping(address => Loan) public loans;

    constructor(IERC20 collateral_, IERC20 dollar_, IPair pair_) {
        collateralToken = collateral_;
        dollarToken = dollar_;
        pair = pair_;
    }

    function price() public view returns (uint256) {
        (uint256 collateral, uint256 dollars) = pair.reserves();
        return (dollars * 1e18) / collateral;
    }

    function pledge(uint256 amount) external {
        collateralToken.safeTransferFrom(msg.sender, address(this), amount);
        loans[msg.sender].collateral += amount;
    }

    function borrow(uint256 amount) external {
        Loan storage loan = loans[msg.sender];
        loan.debt += amount;
        uint256 value = (loan.collateral * price()) / 1e18;
        require(loan.debt * 100 <= value * MAX_LTV, "too much debt");
        dollarToken.safeTransfer(msg.sender, amount);
    }

    function repay(uint256 amount) external {
        loans[msg.sender].debt -= amount;
        dollarToken.safeTransferFrom(msg.sender, address(this), amount);
    }

    function liquidate(address borrower) external {
        Loan memory loan = loans[borrower];
        uint256 value = (loan.collateral * price()) / 1e18;
        require(loan.debt * 100 > value * LIQUIDATION_LTV, "healthy");
        delete loans[borrower];
        dollarToken.safeTransferFrom(msg.sender, address(this), loan.debt);
        collateralToken.safeTransfer(msg.sender, loan.collateral);
    }
}
