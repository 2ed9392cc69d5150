// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.20;

/// Shares collected mooring fees among the pier owners.
contract FeeSplitter {
    struct Owner {
        address payable account;
        uint16 weight;
    }

    address public admin;
    Owner[] public owners;
    uint256 public totalWeight;
    uint256 public distributed;

    event Distributed(uint256 amount, uint256 owners);

    constructor() {
        admin = msg.sender;
    }

    function addOwner(address payable account, uint16 weight) external {
        require(msg.sender == admin, "only admin");
        require(weight > 0, "no weight");
        owners.push(Owner(account, weight));
        totalWeight += weight;
    }

    function distribute() external {
        uint256 amount = address(this).balance;
        require(amount > 0 && totalWeight > 0, "nothing to share");
        distributed += amount;
        for (uint256 i = 0; i < owners.length; i++) {
            uint256 part = (amount * owners[i].weight) / totalWeight;
            (bool sent, ) = owners[i].account.call{value: part}("");
            require(sent, "owner refused");
        }
        emit Distributed(amount, owners.length);
    }

    receive() external payable {}
}
