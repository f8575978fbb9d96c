/** Why a notice is not said after all: what it was about has changed. */
export type DropReason = "done" | "not-needed" | "just-said" | "said-together" | "moved" | "ended" | "no-longer-concerned";

/** What became of the matter of a notice that a person got: what it asked is settled, its time is over, or they take a break. */
export type Became = DropReason | "lapsed" | "paused";

/** What a notice waits for. */
export type WaitReason =
  | "paused"
  | "quiet-hours"
  | "enough-this-week"
  | "just-linked"
  | "welcome-first"
  | "no-directory"
  | "gone"
  | FailedReason;

/** Why it was not delivered though it was tried, or would have been. It is tried again until it is no longer worth saying. */
export const failedReasons = ["throttled", "temporary", "no-platform"] as const;
export type FailedReason = (typeof failedReasons)[number];

/** Why somebody who has no address was not asked, on their platform, who they are. `done`: they are linked by now. */
export type SearchReason =
  | "no-account"
  | "guest-account"
  | "bot-account"
  | "account-taken"
  | "shared-email"
  | "denied"
  | Extract<WaitReason, "gone" | "no-directory">
  | Extract<DropReason, "done">;

/** Why the timeline has a row that was not sent. A platform that refuses a message adds codes of its own. */
export type DeliveryReason = DropReason | WaitReason | SearchReason | "too-late" | "no-address";

/** Why no message reaches a person. Where an account is gone, its platform says why in a code of its own. */
export type UnreachableReason = FailedReason | "refused" | "no-address";

/** Those of the platforms' codes that have words of their own. */
export type AccountReason =
  | "account_inactive"
  | "user_not_found"
  | "user-deactivated"
  | "guest"
  | "blocked"
  | "uninstalled"
  | "not-installed"
  | "app_uninstalled"
  | "token_revoked"
  | "no-token";
