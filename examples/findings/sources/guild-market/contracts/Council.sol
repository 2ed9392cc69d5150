// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.20;

interface IVotes {
    function balanceOf(address account) external view returns (uint256);
    function totalSupply() external view returns (uint256);
}

/// Members vote on calls that the guild makes.
contract Council {
    struct Proposal {
        address target;
        bytes data;
        uint256 endsAt;
        uint256 yes;
        uint256 no;
        bool done;
    }

    IVotes public immutable token;
    uint256 public constant PERIOD = 3 days;
    Proposal[] public proposals;
    mapping(uint256 => mapping(address => bool)) public voted;

    constructor(IVotes token_) {
        token = token_;
    }

    function propose(address target, bytes calldata data) external returns (uint256 id) {
        id = proposals.length;
        proposals.push(Proposal(target, data, block.timestamp + PERIOD, 0, 0, false));
    }

    function vote(uint256 id, bool support) external {
        Proposal storage proposal = proposals[id];
        require(block.timestamp < proposal.endsAt, "closed");
        require(!voted[id][msg.sender], "voted already");
        voted[id][msg.sender] = true;
        uint256 weight = token.balanceOf(msg.sender);
        if (support) proposal.yes += weight;
        else proposal.no += weight;
    }

    function execute(uint256 id) external {
        Proposal storage proposal = proposals[id];
        require(block.timestamp >= proposal.endsAt && !proposal.done, "not now");
        require(proposal.yes > proposal.no && proposal.yes * 5 > token.totalSupply(), "rejected");
        proposal.done = true;
        (bool worked, ) = proposal.target.call(proposal.data);
        require(worked, "call failed");
    }
}
