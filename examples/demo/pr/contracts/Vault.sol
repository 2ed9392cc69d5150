// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// Holds deposits for the shop's loyalty programme and pays them back.
contract Vault {
    address public owner;
    uint256 public total;
    mapping(address => uint256) public balances;

    event Deposited(address indexed account, uint256 amount);
    event Withdrawn(address indexed account, uint256 amount);

    modifier onlyOwner() {
        require(msg.sender == owner, "not the owner");
        _;
    }

    constructor() {
        owner = msg.sender;
    }

    function deposit() external payable {
        require(msg.value > 0, "nothing sent");
        balances[msg.sender] += msg.value;
        total += msg.value;
        emit Deposited(msg.sender, msg.value);
    }

    function withdraw(uint256 amount) external {
        require(balances[msg.sender] >= amount, "balance too low");
        balances[msg.sender] -= amount;
        total -= amount;
        (bool sent, ) = msg.sender.call{value: amount}("");
        require(sent, "transfer failed");
        emit Withdrawn(msg.sender, amount);
    }

    function withdrawAll() external {
        uint256 amount = balances[msg.sender];
        require(amount > 0, "nothing to withdraw");
        (bool sent, ) = msg.sender.call{value: amount}("");
        require(sent, "transfer failed");
        emit Withdrawn(msg.sender, amount);
        total -= amount;
        balances[msg.sender] = 0;
    }

    function hand(address next) external onlyOwner {
        require(next != address(0), "no address");
        owner = next;
    }
}
