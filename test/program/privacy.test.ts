import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inCohort, inDyad, type Kind, mayRead, mayReadAggregate, type Thing, type Viewer } from "../../src/program/privacy.ts";
import { type CohortId, type DyadId, type OrganizationId, offices, type PersonId } from "../../src/program/terms.ts";

const organizationId = 1 as OrganizationId;
const cohortId = 1 as CohortId;
const person = (id: number) => id as PersonId;
const mentor = person(11);
const mentee = person(12);
const dyad = { id: 1 as DyadId, organizationId, cohortId, mentorId: mentor, menteeId: mentee };
const asMentor = { dyadId: dyad.id, cohortId, as: "mentor", otherId: mentee } as const;
const asMentee = { dyadId: dyad.id, cohortId, as: "mentee", otherId: mentor } as const;

const viewer = (relations: Partial<Viewer> = {}): Viewer => ({
  organizationId,
  personId: person(99),
  office: null,
  supervises: new Set(),
  coordinates: new Set(),
  dyads: [],
  ...relations,
});
const coordinates = new Set([cohortId]);

/** Everything below is the mentee's, in the dyad of the mentor and the mentee. */
const place = { ...inDyad(dyad), authorId: mentee };
const consents = (mentorMay: boolean, coordinatorMay: boolean) => ({ mentor: mentorMay, coordinator: coordinatorMay });

/** Every kind of thing, in each of the states that change who reads it. */
const things: Record<string, Thing> = {
  "that a meeting took place": { kind: "meeting-fact", ...place },
  "topics and objectives": { kind: "meeting-content", ...place, inSheet: false },
  "topics and objectives shared in the sheet": { kind: "meeting-content", ...place, inSheet: true },
  "a private note for its author": { kind: "private-note", ...place, audience: "me" },
  "a private note for our dyad": { kind: "private-note", ...place, audience: "our-dyad" },
  "the record of a triad follow-up": { kind: "follow-up-record", ...place, authorId: null },
  "the record of a group follow-up": { kind: "follow-up-record", ...inCohort({ id: cohortId, organizationId }), authorId: null },
  "match satisfaction": { kind: "match-satisfaction", ...place },
  "a support request": { kind: "support-request", ...place },
  "a request to end the dyad": { kind: "ending-request", ...place },
  "answers to the questionnaire": { kind: "answers", ...place },
  "a score": { kind: "score", ...place, consents: consents(false, false) },
  "a score with consent for the mentor": { kind: "score", ...place, consents: consents(true, false) },
  "a score with consent for the coordinator": { kind: "score", ...place, consents: consents(false, true) },
  "that an administration is done": { kind: "administration-done", ...place },
  "a training need": { kind: "training-need", ...place },
  "the delivery state of messages": { kind: "delivery-state", ...place },
  "that a person is unreachable": { kind: "unreachable", ...place },
};

const viewers: Record<string, Viewer> = {
  author: viewer({ personId: mentee, dyads: [asMentee] }),
  "other member": viewer({ personId: mentor, dyads: [asMentor] }),
  coordinator: viewer({ coordinates }),
  "technical admin": viewer({ office: "technical-admin" }),
  direction: viewer({ office: "direction" }),
  "human resources": viewer({ office: "human-resources" }),
  "supervisor of the author": viewer({ supervises: new Set([mentee]) }),
  "supervisor of the other member": viewer({ supervises: new Set([mentor]) }),
  "coordinator of another cohort": viewer({ coordinates: new Set([2 as CohortId]) }),
  "member of another dyad": viewer({ dyads: [{ ...asMentor, dyadId: 2 as DyadId }] }),
  colleague: viewer(),
  "coordinator of another school": viewer({ organizationId: 2 as OrganizationId, coordinates }),
};

/** Who reads it; everyone who is not named is refused. */
const readers: Record<string, readonly string[]> = {
  "that a meeting took place": ["author", "other member", "coordinator"],
  "topics and objectives": ["author", "other member"],
  "topics and objectives shared in the sheet": ["author", "other member", "coordinator"],
  "a private note for its author": ["author"],
  "a private note for our dyad": ["author", "other member"],
  "the record of a triad follow-up": ["author", "other member", "coordinator"],
  "the record of a group follow-up": ["coordinator"],
  "match satisfaction": ["author", "coordinator"],
  "a support request": ["author", "coordinator"],
  "a request to end the dyad": ["author", "coordinator"],
  "answers to the questionnaire": ["author"],
  "a score": ["author"],
  "a score with consent for the mentor": ["author", "other member"],
  "a score with consent for the coordinator": ["author", "coordinator"],
  "that an administration is done": ["author", "coordinator"],
  "a training need": ["author", "coordinator"],
  "the delivery state of messages": ["technical admin"],
  "that a person is unreachable": ["coordinator", "technical admin"],
};

describe.each(Object.entries(things))("%s", (name, thing) => {
  it.each(Object.entries(viewers))("for the %s", (who, reader) => {
    expect(mayRead(reader, thing)).toBe(readers[name]?.includes(who));
  });
});

describe("whoever holds an office or supervises someone concerned", () => {
  const written = Object.values(things).filter(({ kind }) => !["follow-up-record", "delivery-state", "unreachable"].includes(kind));
  const everyRelation = { coordinates, dyads: [asMentor] };

  it.each([
    { who: "the direction", wall: { office: "direction" } },
    { who: "human resources", wall: { office: "human-resources" } },
    { who: "the supervisor of the mentee", wall: { supervises: new Set([mentee]) } },
    { who: "the supervisor of the mentor", wall: { supervises: new Set([mentor]) } },
  ] as const)("$who reads nothing of anybody, even as coordinator and as mentor", ({ wall }) => {
    for (const thing of Object.values(things).filter((thing) => thing.dyadId !== null)) {
      expect(mayRead(viewer({ ...everyRelation, ...wall }), thing), thing.kind).toBe(false);
    }
  });

  it.each(offices)("the office of %s keeps what the person wrote as a participant", (office) => {
    for (const thing of written) expect(mayRead(viewer({ office, personId: mentee }), thing), thing.kind).toBe(true);
  });

  it("a supervisor keeps what they wrote as a participant", () => {
    const supervisor = viewer({ personId: mentee, supervises: new Set([mentor]), dyads: [asMentee] });
    for (const thing of written) expect(mayRead(supervisor, thing), thing.kind).toBe(true);
  });

  it("a technical admin who is also coordinator and mentor reads of others how delivery goes, and nothing else", () => {
    const admin = viewer({ office: "technical-admin", ...everyRelation });
    const read = Object.entries(things).filter(([, thing]) => mayRead(admin, thing));
    expect(read.map(([name]) => name)).toEqual(["the delivery state of messages", "that a person is unreachable"]);
  });

  it.each(offices)("the office of %s keeps a coordinator from the record of a group", (office) => {
    const thing = things["the record of a group follow-up"];
    expect(thing && mayRead(viewer({ office, coordinates }), thing)).toBe(false);
  });

  it("a coordinator who supervises somebody else reads this dyad like any coordinator", () => {
    const coordinator = viewer({ coordinates, supervises: new Set([person(50)]) });
    expect(mayRead(coordinator, { kind: "meeting-fact", ...place })).toBe(true);
  });

  it("a supervisor is refused a training need of their report that belongs to no dyad", () => {
    const need: Thing = { kind: "training-need", ...inCohort({ id: cohortId, organizationId }), authorId: person(50) };
    expect(mayRead(viewer({ coordinates, supervises: new Set([person(50)]) }), need)).toBe(false);
    expect(mayRead(viewer({ coordinates }), need)).toBe(true);
  });
});

describe("a coordinator who is also the mentor of the dyad", () => {
  const both = viewer({ personId: mentor, coordinates, dyads: [asMentor] });
  const read = (name: string) => {
    const thing = things[name];
    return thing && mayRead(both, thing);
  };

  it("reads what either relation opens", () => {
    expect(read("a private note for our dyad")).toBe(true);
    expect(read("topics and objectives")).toBe(true);
    expect(read("that an administration is done")).toBe(true);
    expect(read("a training need")).toBe(true);
    expect(read("a score with consent for the mentor")).toBe(true);
    expect(read("a score with consent for the coordinator")).toBe(true);
  });

  it("reads nothing that neither opens", () => {
    expect(read("a private note for its author")).toBe(false);
    expect(read("answers to the questionnaire")).toBe(false);
    expect(read("a score")).toBe(false);
  });

  it("never reads what their own mentee says of them", () => {
    expect(read("match satisfaction")).toBe(false);
    expect(read("a support request")).toBe(false);
    expect(read("a request to end the dyad")).toBe(false);
  });

  it("reads what they wrote themselves", () => {
    expect(mayRead(both, { kind: "match-satisfaction", ...place, authorId: mentor })).toBe(true);
  });
});

describe("any viewer whatever", () => {
  const few = fc.integer({ min: 1, max: 3 });
  const people = fc.constantFrom(...[mentor, mentee, person(50), person(99)]);
  const anyViewer: fc.Arbitrary<Viewer> = fc.record({
    organizationId: few.map((id) => id as OrganizationId),
    personId: people,
    office: fc.constantFrom(null, ...offices),
    supervises: fc.array(people, { maxLength: 2 }).map((ids) => new Set(ids)),
    coordinates: fc.array(few, { maxLength: 2 }).map((ids) => new Set(ids as CohortId[])),
    dyads: fc.array(
      fc.record({
        dyadId: few.map((id) => id as DyadId),
        cohortId: few.map((id) => id as CohortId),
        as: fc.constantFrom("mentor", "mentee"),
        otherId: people,
      }),
      { maxLength: 2 },
    ),
  });
  const anyThing = fc.constantFrom(...Object.values(things));

  it("reads nothing of another organization", () => {
    fc.assert(
      fc.property(anyViewer, anyThing, (reader, thing) => {
        fc.pre(reader.organizationId !== organizationId);
        expect(mayRead(reader, thing)).toBe(false);
      }),
    );
  });

  it("reads nothing when they have no relation to it", () => {
    const stranger = { organizationId, personId: person(99), office: null };
    fc.assert(
      fc.property(anyViewer, anyThing, (reader, thing) => {
        const elsewhere = {
          coordinates: new Set([...reader.coordinates].filter((id) => id !== cohortId)),
          dyads: reader.dyads.filter(({ dyadId }) => dyadId !== dyad.id),
        };
        expect(mayRead({ ...reader, ...stranger, ...elsewhere }, thing)).toBe(false);
      }),
    );
  });

  it("reads nothing more for holding an office of direction, or for supervising one more person", () => {
    fc.assert(
      fc.property(anyViewer, anyThing, people, fc.constantFrom("direction", "human-resources"), (reader, thing, report, office) => {
        const before = mayRead({ ...reader, organizationId, office: null }, thing);
        const inOffice = mayRead({ ...reader, organizationId, office }, thing);
        const supervising = mayRead(
          { ...reader, organizationId, office: null, supervises: new Set([...reader.supervises, report]) },
          thing,
        );
        expect(before || !inOffice).toBe(true);
        expect(before || !supervising).toBe(true);
      }),
    );
  });

  it("reads an answer to the questionnaire as its author only", () => {
    fc.assert(
      fc.property(anyViewer, (reader) => {
        const isAuthor = reader.organizationId === organizationId && reader.personId === mentee;
        expect(mayRead(reader, { kind: "answers", ...place })).toBe(isAuthor);
      }),
    );
  });
});

describe("what is told of several people together", () => {
  const forms = ["counts", "distribution", "rate"] as const;
  const direction = viewer({ office: "direction" });

  const told: Record<Kind, (typeof forms)[number] | "nothing"> = {
    "meeting-fact": "counts",
    "meeting-content": "counts",
    "private-note": "nothing",
    "follow-up-record": "counts",
    "match-satisfaction": "counts",
    "support-request": "counts",
    "ending-request": "counts",
    answers: "nothing",
    score: "distribution",
    "administration-done": "rate",
    "training-need": "counts",
    "delivery-state": "nothing",
    unreachable: "nothing",
  };

  it.each(Object.entries(told) as [Kind, string][])("%s: %s, over five people or more", (kind, form) => {
    for (const asked of forms) {
      expect(mayReadAggregate(direction, { organizationId, kind, form: asked, people: 5 })).toBe(asked === form);
      expect(mayReadAggregate(direction, { organizationId, kind, form: asked, people: 4 })).toBe(false);
    }
  });

  it.each([
    { who: "the direction", reader: direction, may: true },
    { who: "human resources", reader: viewer({ office: "human-resources" }), may: true },
    { who: "a line supervisor", reader: viewer({ supervises: new Set([mentee]) }), may: true },
    { who: "a coordinator, for the annual report", reader: viewer({ coordinates }), may: true },
    { who: "a technical admin", reader: viewer({ office: "technical-admin" }), may: false },
    { who: "a technical admin who coordinates", reader: viewer({ office: "technical-admin", coordinates }), may: false },
    { who: "a mentor", reader: viewer({ personId: mentor, dyads: [asMentor] }), may: false },
    { who: "a colleague", reader: viewer(), may: false },
    { who: "the direction of another school", reader: viewer({ organizationId: 2 as OrganizationId, office: "direction" }), may: false },
  ])("is for $who: $may", ({ reader, may }) => {
    expect(mayReadAggregate(reader, { organizationId, kind: "meeting-fact", form: "counts", people: 24 })).toBe(may);
  });
});
