"""What is known of Solidity: calls that leave the contract, privileged deeds, guards."""

import re

REENTRANCY_GUARDS = frozenset({
    "nonReentrant", "nonreentrant", "lock", "noReentrancy", "noReentrant", "mutex", "guarded", "reentrancyGuard", "withLock",
})  # fmt: skip

LEAVES = {
    # last name of a call that runs code of another contract: how likely that contract is hostile
    "call": 0.9, "value": 0.9, "delegatecall": 0.8, "functionCallWithValue": 0.8, "sendValue": 0.8, "functionCall": 0.6,
    "_safeMint": 0.6, "safeMint": 0.6, "onERC721Received": 0.6,
    "onERC1155Received": 0.6, "tokensReceived": 0.6, "send": 0.3, "transfer": 0.3, "safeTransfer": 0.4, "safeTransferFrom": 0.4,
    "transferFrom": 0.4,
}  # fmt: skip

PRIVILEGED = {
    "selfdestruct": 0.9, "suicide": 0.9, "kill": 0.7, "destroy": 0.6, "destruct": 0.7, "mint": 0.5, "burnfrom": 0.4, "pause": 0.6,
    "unpause": 0.6, "upgradeto": 0.9, "upgradetoandcall": 0.9,
    "setowner": 0.9, "changeowner": 0.9, "transferownership": 0.8, "initowner": 0.8, "setadmin": 0.9, "changeadmin": 0.9,
    "setimplementation": 0.9, "initialize": 0.6, "init": 0.5, "initwallet": 0.8,
    "withdrawall": 0.7, "emergencywithdraw": 0.4, "sweep": 0.6, "rescue": 0.5, "setfee": 0.6, "setprice": 0.6, "setoracle": 0.7,
    "setminter": 0.7, "setrouter": 0.5, "blacklist": 0.6, "grantrole": 0.7,
    "addminter": 0.7, "setoperator": 0.5, "setgovernance": 0.8, "setgovernor": 0.8, "settreasury": 0.7, "setrewardrate": 0.5,
    "setbaseuri": 0.4, "drain": 0.7, "iamconstructor": 0.6,
}  # fmt: skip
"""Names of functions, in lower case, that only few should call, and how sure that is."""

OWNERS = re.compile(r"(?i)^_?(?:owner|admin|governance|governor|implementation|minter|operator|controller|treasury)s?$")
CHECKS_CALLER = re.compile(
    r"(?i)\bmsg\.sender\b|_msgSender|only[A-Z]\w*|_?check(?:Owner|Role|Auth|Can)\w*|_authorize\w*"
    r"|requiresAuth|isOwner|hasRole|auth\b|restricted|initializer|reinitializer|onlyInitializing|whenNot\w+"
)
OPEN = frozenset({"public", "external"})
CLOSED = frozenset({"internal", "private", "view", "pure", "constant"})
