// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.20;

interface IBoatToken {
    function balanceOf(address owner) external view returns (uint256);
}

/// Pools ether for mooring fees; depositors hold shares of the pool.
contract HarborVault {
    mapping(address => uint256) public shares;
    uint256 public totalShares;
    uint256 public exitFeeBps = 25;
    address public immutable feeReceiver;

    event Deposited(address indexed account, uint256 assets, uint256 minted);
    event Withdrawn(address indexed account, uint256 assets, uint256 burned);

    constructor(address receiver) {
        require(receiver != address(0), "no receiver");
        feeReceiver = receiver;
    }

    function totalAssets() public view returns (uint256) {
        return address(this).balance;
    }

    function deposit() external payable returns (uint256 minted) {
        require(msg.value > 0, "nothing sent");
        uint256 before = totalAssets() - msg.value;
        minted = totalShares == 0 ? msg.value : (msg.value * totalShares) / before;
        shares[msg.sender] += minted;
        totalShares += minted;
        emit Deposited(msg.sender, msg.value, minted);
    }

    function withdraw(uint256 amount) external returns (uint256 paid) {
        require(amount > 0 && shares[msg.sender] >= amount, "not enough shares");
        uint256 gross = (amount * totalAssets()) / totalShares;
        uint256 fee = (gross * exitFeeBps) / 10_000;
        paid = gross - fee;
        (bool sent, ) = msg.sender.call{value: paid}("");
        require(sent, "payment failed");
        shares[msg.sender] -= amount;
        totalShares -= amount;
        (bool taken, ) = feeReceiver.call{value: fee}("");
        require(taken, "fee failed");
        emit Withdrawn(msg.sender, paid, amount);
    }

    function preview(uint256 amount) external view returns (uint256) {
        if (totalShares == 0) return 0;
        uint256 gross = (amount * totalAssets()) / totalShares;
        return gross - (gross * exitFeeBps) / 10_000;
    }

    receive() external payable {}
}
