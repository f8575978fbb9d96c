import { addMinutes, dayOf, type Instant } from "../program/day.ts";
import type { CohortId, OrganizationId, PersonId } from "../program/terms.ts";
import type { Address } from "../ui/platform.ts";
import { addressesOf, markBack, markWorkspaceBack } from "./addresses.ts";
import { showAgain } from "./homes.ts";
import { enqueue } from "./outbox.ts";
import { keepRefusal, refusalOf } from "./refusals.ts";
import { askReview } from "./reviews.ts";
import { insertOrIgnore, inTransaction, type Store } from "./store.ts";

/** No two people have one address. */
export const unique = ["platform", "workspace", "user"];
export const placeOf = ({ platform, workspace, user }: Address) => ({ platform, workspace, user });

/** Tells somebody that they were linked on the word of a coordinator. */
export const linkedKind = "linked";
/** It is worth saying for as long as the link may last: until it is said, nothing else is. */
const minutesToTell = 2 * 365 * 24 * 60;
const keyOfWord = (addressId: number, personId: PersonId): string => `${linkedKind}:a${addressId}:p${personId}`;

/**
 * Gives an address to a person, in the place of any that they had in the same workspace, with what they missed and is still
 * worth saying. It belongs in a transaction that has written already. @returns its id; null where it is somebody's by now.
 */
export async function giveAddress(store: Store, to: { id: PersonId; organizationId: OrganizationId }, at: Address, now: Instant) {
  const { db } = store;
  const ids = { organization_id: to.organizationId, person_id: to.id };
  if ((await insertOrIgnore(db, "addresses", [{ ...ids, ...placeOf(at) }], unique)) === 0) return null;
  const { user, ...workspace } = placeOf(at);
  const others = db("addresses")
    .where({ ...ids, ...workspace })
    .whereNot({ user });
  for (const other of [user, ...(await others.clone().pluck("user"))]) await showAgain(store, { ...workspace, user: other }, now);
  await others.delete();
  await refusalOf(store, at, to.id).clearSelect().delete();
  // Who was taken for this person on a coordinator's word is asked no more: they are found.
  await db("introductions")
    .where(ids)
    .whereNotNull("vouched_by")
    .whereNot((same) => same.where(placeOf(at)))
    .update({ person_id: null, vouched_by: null });
  await revive(store, to, now);
  // What asks who they are asks no more, wherever it does.
  await askReview(store, to.organizationId, [to.id], now);
  const { id }: { id: number } = await db("addresses").where(placeOf(at)).first("id");
  return id;
}

/** Welcomes somebody to a cohort. */
export const welcomeKind = "welcome";
const minutesToWelcome = 30 * 24 * 60;

/**
 * What ended because this person had no address, or waited in vain for their platform to run, is due again, to be judged anew,
 * as long as it is worth saying. The welcome is, however late they come, while the cohort lasts.
 */
async function revive(store: Store, of: { id: PersonId; organizationId: OrganizationId }, now: Instant): Promise<void> {
  const { db } = store;
  const missed = () =>
    db("outbox")
      .where({ organization_id: of.organizationId, person_id: of.id })
      .where((lost) => lost.where({ outcome: "gone", reason: "no-address" }).orWhere({ outcome: "expired", reason: "no-platform" }));
  const { zone } = await db("organizations").where({ id: of.organizationId }).first("zone");
  const lasting = db("cohorts").where({ organization_id: of.organizationId }).where("ends_on", ">=", dayOf(now, zone)).select("id");
  const later = addMinutes(now, minutesToWelcome);
  await missed()
    .where({ kind: welcomeKind })
    .where("give_up_after", "<", later)
    .whereIn("cohort_id", lasting)
    .update({ give_up_after: later });
  const anew = { settled_at: null, outcome: null, reason: null, waiting_for: null, leased_until: null, not_before: now };
  await missed().where("give_up_after", ">", now).update(anew);
}

/** Someone writes from an address that was taken to be gone, or their platform knows it again: they get what they missed. */
export const addressFound = (
  store: Store,
  of: { id: PersonId; organizationId: OrganizationId },
  at: Address,
  now: Instant,
): Promise<void> =>
  inTransaction(store, async (inside) => {
    await markBack(inside, of.organizationId, at);
    await revive(inside, of, now);
    await askReview(inside, of.organizationId, [of.id], now);
    await showAgain(inside, at, now);
  });

/**
 * The bot is in this workspace, where it may have been lost for one of these reasons, or not have run for a long time: who is
 * there gets what is still worth saying.
 */
export async function workspaceFound(
  store: Store,
  at: { platform: string; workspace: string },
  reasons: readonly string[],
  now: Instant,
): Promise<void> {
  const back = await markWorkspaceBack(store, at.platform, at.workspace, reasons);
  for (const person of [...back, ...(await leftUnwelcomed(store, at))]) await revive(store, person, now);
  for (const person of back) await askReview(store, person.organizationId, [person.id], now);
}

/** Who is reached in this workspace, and whose welcome waited in vain for its platform: of what expired, it alone may still be said. */
const leftUnwelcomed = (
  { db }: Store,
  { platform, workspace }: { platform: string; workspace: string },
): Promise<{ id: PersonId; organizationId: OrganizationId }[]> =>
  db("addresses as a")
    .join("outbox as o", "o.person_id", "a.person_id")
    .where({ "a.platform": platform, "a.workspace": workspace, "o.kind": welcomeKind, "o.outcome": "expired", "o.reason": "no-platform" })
    .whereNull("a.gone_at")
    .distinct({ id: "o.person_id", organizationId: "o.organization_id" });

/**
 * Links the account that was proposed a person by its e-mail address, on the word of a coordinator. The account is told
 * before anything else is said there.
 *
 * @returns "gone" where the question is over by now, or the account said that it is somebody else, "already-linked" where the person is reached somewhere.
 */
export const linkOnWord = (
  store: Store,
  { id, organizationId, at }: { id: number; organizationId: OrganizationId; at: Address },
  { personId, cohortId }: { personId: PersonId; cohortId: CohortId },
  by: PersonId,
  now: Instant,
): Promise<"linked" | "already-linked" | "gone"> =>
  inTransaction(store, async (inside) => {
    const { db } = inside;
    // It comes first, as where the account itself confirms. What stays of it says afterwards who was linked to whom.
    const open = db("introductions").where({ id, organization_id: organizationId, person_id: personId });
    const unanswered = open
      .clone()
      .whereNull("vouched_by")
      .whereNotExists(refusalOf(inside, at, personId));
    if ((await unanswered.update({ vouched_by: by })) === 0) return "gone";
    await db("people").where({ id: personId }).forUpdate().first("id");
    const reached = await isReached(inside, organizationId, personId);
    const addressId = reached ? null : await giveAddress(inside, { id: personId, organizationId }, at, now);
    if (addressId === null) {
      await open.clone().update({ vouched_by: null });
      return reached ? "already-linked" : "gone";
    }
    const row = { key: keyOfWord(addressId, personId), kind: linkedKind, organizationId, cohortId, personId };
    await enqueue(inside, [{ ...row, subject: { address: addressId, by }, notBefore: now, giveUpAfter: addMinutes(now, minutesToTell) }]);
    return "linked";
  });

/** Whether messages reach this person somewhere. */
export const isReached = async (store: Store, organizationId: OrganizationId, personId: PersonId): Promise<boolean> =>
  (await addressesOf(store, organizationId).where({ person_id: personId }).whereNull("gone_at").first("id")) !== undefined;

/** The address that a coordinator's word gave to this person, while it is theirs. */
export async function isLinkedOnWord(
  store: Store,
  organizationId: OrganizationId,
  personId: PersonId,
  addressId: number,
): Promise<boolean> {
  const row: object | undefined = await store
    .db("addresses as a")
    .join("outbox", "outbox.person_id", "a.person_id")
    .where({ "a.id": addressId, "a.organization_id": organizationId, "a.person_id": personId })
    .where({ "outbox.key": keyOfWord(addressId, personId) })
    .first("a.id");
  return row !== undefined;
}

/** Whoever is at this address says that they are not the person. @returns whether a coordinator's word had linked them. */
export async function unlink(
  store: Store,
  organizationId: OrganizationId,
  personId: PersonId,
  addressId: number,
  now: Instant,
): Promise<boolean> {
  if (!(await isLinkedOnWord(store, organizationId, personId, addressId))) return false;
  const theirs = { id: addressId, organization_id: organizationId, person_id: personId };
  const at: Address | undefined = await store.db("addresses").where(theirs).first(unique);
  if (!at) return false;
  return inTransaction(store, async (inside) => {
    const { db } = inside;
    if ((await db("addresses").where(theirs).delete()) === 0) return false;
    await showAgain(inside, at, now);
    await db("introductions").where(placeOf(at)).update({ person_id: null, vouched_by: null, asked_at: now });
    await keepRefusal(inside, at, { id: personId, organizationId }, now);
    return true;
  });
}
