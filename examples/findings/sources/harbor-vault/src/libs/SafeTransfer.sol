// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.20;

interface IERC20 {
    function transfer(address to, uint256 amount) external returns (bool);
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
    function balanceOf(address owner) external view returns (uint256);
}

/// Moves tokens and reverts whenever a token says no, in whichever way it says so.
library SafeTransfer {
    error TransferFailed(address token);

    function safeTransfer(IERC20 token, address to, uint256 amount) internal {
        _call(token, abi.encodeCall(token.transfer, (to, amount)));
    }

    function safeTransferFrom(IERC20 token, address from, address to, uint256 amount) internal {
        _call(token, abi.encodeCall(token.transferFrom, (from, to, amount)));
    }

    function _call(IERC20 token, bytes memory data) private {
        if (address(token).code.length == 0) revert TransferFailed(address(token));
        (bool done, bytes memory result) = address(token).call(data);
        if (!done || (result.length > 0 && !abi.decode(result, (bool)))) {
            revert TransferFailed(address(token));
        }
    }
}
