// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.20;

/// The market's logic, run by delegatecall from a proxy. A listing is a promise of work; no token stands behind it.
contract MarketLogic {
    address public owner;
    address public feeAccount;
    uint256 public feeBps;
    bool public open;
    mapping(uint256 => uint256) public priceOf;
    mapping(uint256 => address payable) public sellerOf;

    event Listed(uint256 indexed id, uint256 price);
    event Bought(uint256 indexed id, address indexed buyer);

    modifier onlyOwner() {
        require(msg.sender == owner, "only owner");
        _;
    }

    function initialize(address owner_, address feeAccount_, uint256 feeBps_) external {
        owner = owner_;
        feeAccount = feeAccount_;
        feeBps = feeBps_;
        open = true;
    }

    function setFee(uint256 feeBps_) external onlyOwner {
        require(feeBps_ <= 500, "too high");
        feeBps = feeBps_;
    }

    function list(uint256 id, uint256 price) external {
        require(open && price > 0, "closed");
        require(sellerOf[id] == address(0), "listed already");
        priceOf[id] = price;
        sellerOf[id] = payable(msg.sender);
        emit Listed(id, price);
    }

    function buy(uint256 id) external payable {
        uint256 price = priceOf[id];
        require(price > 0 && msg.value == price, "wrong price");
        address payable seller = sellerOf[id];
        delete priceOf[id];
        delete sellerOf[id];
        uint256 fee = (price * feeBps) / 10_000;
        (bool paid, ) = seller.call{value: price - fee}("");
        (bool kept, ) = payable(feeAccount).call{value: fee}("");
        require(paid && kept, "payment failed");
        emit Bought(id, msg.sender);
    }
}
