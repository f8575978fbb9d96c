import type { Instant } from "../program/day.ts";
import type { CohortId, OrganizationId, Person, PersonId } from "../program/terms.ts";
import type { Address, Channel } from "../ui/platform.ts";
import { announcementKind, enqueue, type Outcome, type PlannedNotice } from "./outbox.ts";
import { inTransaction, type Store } from "./store.ts";
import type { KeyOwner } from "./vault.ts";

interface KnownChannel extends Channel {
  id: number;
}

interface Row extends Address {
  id: number;
  name: string;
}

const unique = ["platform", "workspace", "user"];
const placeOf = ({ platform, workspace, user }: Address) => ({ platform, workspace, user });
const toChannel = ({ id, name, ...at }: Row): KnownChannel => ({ id, name, at: placeOf(at) });

/** A coordinator has had the bot added there. */
export async function keepChannel({ db }: Store, organizationId: OrganizationId, { at, name }: Channel): Promise<void> {
  const row = { organization_id: organizationId, name };
  await db("channels")
    .insert({ ...row, ...placeOf(at) })
    .onConflict(unique)
    .merge(Object.keys(row));
}

export async function forgetChannel({ db }: Store, at: Address): Promise<void> {
  await db("channels").where(placeOf(at)).delete();
}

/** The channels of an organization on the messengers that run here. */
export async function readChannels({ db, messengers }: Store, organizationId: OrganizationId): Promise<KnownChannel[]> {
  if (messengers.length === 0) return [];
  const rows: Row[] = await db("channels")
    .where({ organization_id: organizationId })
    .whereIn("platform", [...messengers])
    .orderBy("id");
  return rows.map(toChannel);
}

/** Null once the bot is there no more. */
export async function readChannel({ db }: Store, organizationId: OrganizationId, id: number): Promise<KnownChannel | null> {
  const row: Row | undefined = await db("channels").where({ organization_id: organizationId, id }).first();
  return row ? toChannel(row) : null;
}

/** What a coordinator says to everybody. */
interface Announcement {
  text: string;
  link: string | null;
}

const ownerOf = (id: PersonId): KeyOwner => `person:${id}`;

/** Keeps an announcement, and has it said in each of these channels. @returns its id. */
export async function announce(
  store: Store,
  by: Person,
  announcement: Announcement,
  { channels, cohortId, until }: { channels: readonly { id: number }[]; cohortId: CohortId; until: Instant },
  now: Instant,
): Promise<number> {
  const { organizationId, id: personId } = by;
  const sealed = await store.vault.seal(organizationId, ownerOf(personId), announcement);
  return inTransaction(store, async (inside) => {
    const row = { organization_id: organizationId, person_id: personId, sealed, said_at: now };
    const [{ id }] = (await inside.db("announcements").insert(row).returning("id")) as [{ id: number }];
    const notices = channels.map(
      (channel): PlannedNotice => ({
        key: `${announcementKind}:a${id}:c${channel.id}`,
        kind: announcementKind,
        ...{ organizationId, cohortId, personId, notBefore: now, giveUpAfter: until },
        subject: { announcement: id, channel: channel.id },
      }),
    );
    await enqueue(inside, notices);
    return id;
  });
}

/** What became of an announcement in one channel. */
interface Announced {
  channelId: number;
  /** Null while it is under way. */
  outcome: Outcome | null;
  settledAt: Instant | null;
}

/** What became of an announcement of theirs, channel by channel; nothing of one that is not. */
export async function readAnnounced({ db }: Store, { organizationId, id: personId }: Person, id: number): Promise<Announced[]> {
  const rows: { subject: string; outcome: Outcome | null; settled_at: Instant | null }[] = await db("outbox")
    .where({ organization_id: organizationId, person_id: personId, kind: announcementKind })
    .whereLike("key", `${announcementKind}:a${id}:%`)
    .orderBy("id")
    .select("subject", "outcome", "settled_at");
  return rows.map(({ subject, outcome, settled_at }) => ({ channelId: JSON.parse(subject).channel, outcome, settledAt: settled_at }));
}

export async function readAnnouncement(store: Store, by: Person, id: number): Promise<Announcement | null> {
  const { organizationId, id: personId } = by;
  const row: { sealed: string } | undefined = await store
    .db("announcements")
    .where({ organization_id: organizationId, person_id: personId, id })
    .first("sealed");
  return row ? store.vault.open<Announcement>(organizationId, ownerOf(personId), row.sealed) : null;
}
