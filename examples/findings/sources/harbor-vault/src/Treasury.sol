// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.20;

interface IToken {
    function transfer(address to, uint256 amount) external returns (bool);
    function balanceOf(address owner) external view returns (uint256);
}

/// Holds the harbour's reserves; the harbour master pays bills from it.
contract Treasury {
    address public master;
    mapping(bytes32 => bool) public paidBills;
    mapping(address => uint256) public paidTo;

    event BillPaid(bytes32 indexed bill, address indexed to, uint256 amount);
    event MasterChanged(address indexed master);

    constructor() {
        master = msg.sender;
    }

    modifier onlyMaster() {
        require(tx.origin == master, "only the harbour master");
        _;
    }

    function changeMaster(address next) external onlyMaster {
        require(next != address(0), "no master");
        master = next;
        emit MasterChanged(next);
    }

    function payBill(bytes32 bill, IToken token, address to, uint256 amount) external onlyMaster {
        require(!paidBills[bill], "paid already");
        require(token.balanceOf(address(this)) >= amount, "short of funds");
        paidBills[bill] = true;
        paidTo[to] += amount;
        token.transfer(to, amount);
        emit BillPaid(bill, to, amount);
    }

    function isPaid(bytes32 bill) external view returns (bool) {
        return paidBills[bill];
    }
}
