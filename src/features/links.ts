import { mayRead } from "../program/privacy.ts";
import type { CohortId, Person, PersonId } from "../program/terms.ts";
import { readParticipants } from "../store/participants.ts";
import type { Block, Text } from "../ui/model.ts";
import { coordinated } from "./coordination.ts";
import type { Visit } from "./feature.ts";

/** Somebody of the visitor's cohorts who has no account that messages reach. */
export interface Unlinked {
  person: Person;
  /** One of the cohorts through which the visitor knows them. */
  cohortId: CohortId;
  gone: { at: string; reason: string } | null;
}

interface Links {
  total: number;
  linked: readonly Person[];
  /** By family name. */
  unlinked: readonly Unlinked[];
}

/**
 * Who of the cohorts that the visitor coordinates is linked to an account, and who is not yet. Those whom the wall keeps from
 * a coordinator, the members of a dyad of whom they are the line supervisor, are another coordinator's to link.
 */
export async function seeLinks(visit: Visit): Promise<Links> {
  const { viewer } = visit;
  const lasting = coordinated(visit).filter(({ endsOn }) => visit.today <= endsOn);
  if (lasting.length === 0) return { total: 0, linked: [], unlinked: [] };
  const all = await readParticipants(
    visit.store,
    viewer.organizationId,
    lasting.map(({ id }) => id),
    visit.today,
  );
  const seen = all.flatMap(({ person, places, ...link }) => {
    const place = places.find((one) =>
      mayRead(viewer, { kind: "unreachable", ...one, organizationId: viewer.organizationId, authorId: person.id }),
    );
    return place ? [{ person, cohortId: place.cohortId, ...link }] : [];
  });
  const byName = new Intl.Collator(visit.person.language);
  const nameOf = ({ person }: { person: Person }) => `${person.familyName} ${person.givenName}`;
  return {
    total: seen.length,
    linked: seen.filter(({ isLinked }) => isLinked).map(({ person }) => person),
    unlinked: seen.filter(({ isLinked }) => !isLinked).sort((a, b) => byName.compare(nameOf(a), nameOf(b))),
  };
}

export const unlinkedNamed = async (visit: Visit, id: PersonId | null): Promise<Unlinked | undefined> =>
  (await seeLinks(visit)).unlinked.find(({ person }) => person.id === id);

/** Why nothing is to be done about somebody whom a button names: they are linked by now, or are nobody of the visitor's. */
export async function noLongerUnlinked(visit: Visit, id: PersonId | null): Promise<Text> {
  const { linked } = await seeLinks(visit);
  const person = linked.find((one) => one.id === id);
  return person ? visit.words.participants.alreadyLinked(`${person.givenName} ${person.familyName}`) : visit.words.common.noLongerThere;
}

/** How many are not linked yet, with the way to who they are. Nothing where everyone is. */
export async function linkBlocks(visit: Visit): Promise<Block[]> {
  const { unlinked } = await seeLinks(visit);
  if (unlinked.length === 0) return [];
  const w = visit.words.participants;
  return [
    { kind: "text", text: w.notLinked(unlinked.length), tone: "attention" },
    { kind: "buttons", buttons: [{ label: w.see, action: "participants.open" }] },
  ];
}
