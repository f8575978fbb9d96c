import { dayOf } from "../../src/program/day.ts";
import { keepChannel } from "../../src/store/channels.ts";
import { messengers } from "../../src/ui/platform.ts";
import type { Actor } from "../support/stage.ts";
import type { Guide } from "./tour.ts";

const marie = {
  kind: "member",
  name: "Marie-Ève Mentore-Charbonneau (elle, enseignante de français)",
  email: "marie.mentore@exemple.example",
} as const;
const unknown = { kind: "member", name: "Enseignante de sciences, troisième secondaire, local 214", email: null } as const;

/** Who is linked to an account and who is not yet, until everyone is: what the coordinator sees, and the accounts themselves. */
export async function accounts({ stage, words: w, texts, says, presses, fills, shows }: Guide): Promise<void> {
  const { coordinator, deputy, mentor, mentee, otherMentor, otherMentee } = stage;
  const { participants: words } = w;
  const delivers = () => stage.app.deliverDue(() => stage.now);
  await says(coordinator, "participants", "participants-all-linked", words.linked(6, 6));
  for (const { id } of [mentor, mentee, otherMentee]) await stage.store.db("addresses").where({ person_id: id }).delete();
  await stage.store.db("addresses").where({ person_id: otherMentor.id }).update({ gone_at: stage.now, gone_reason: "account_inactive" });
  await says(coordinator, "participants", "participants-no-directory", words.noDirectory);
  await says(coordinator, "statut", "status-not-linked", words.notLinked(4));
  await presses(coordinator, "home.open", "home-not-linked", words.notLinked(4), {});

  const account = stage.newcomer("U1", marie);
  stage.whenLookingUp = async (email) =>
    email === marie.email
      ? { at: account.address, profile: marie }
      : email.startsWith("nadia")
        ? { at: account.address, profile: { ...marie, kind: "guest" } }
        : null;
  await says(coordinator, "participants", "participants-none-invited", words.never);
  await presses(coordinator, "participants.invite-all", "participants-invited", words.invited(4));
  await presses(coordinator, "participants.invite-all", "participants-invited-already", words.invitedAlready, {});
  await delivers();
  shows(account, "notice-invitation", words.told.invitation("École Exemple"));
  await says(coordinator, "participants", "participants-after-invitations", words.invitation.reasons["guest-account"]);
  await strangerRecognized({ stage, words: w, says, presses, fills, shows });
  await linkedInBoth({ stage, words: w, says, presses });
  await announcing({ stage, words: w, texts, says, presses, fills, shows });

  await says(deputy, "participants", "participants-proposed", words.confirm);
  await presses(deputy, "participants.confirm", "participants-linked", words.nowLinked(mentor.name));
  await delivers();
  shows(account, "notice-linked", words.told.ifNot);
  const linked = { introduction: "1", person: String(mentor.id) };
  await presses(deputy, "participants.confirm", "participants-already-linked", words.alreadyLinked(mentor.name), linked);
  await presses(account, "not-me.unlink", "not-me", words.told.unlinked);
  await says(deputy, "participants", "participants-denied", words.strangers);
  await presses(deputy, "participants.confirm", "participants-account-gone", words.accountGone, linked);
}

/** An account that no e-mail address tells, which the coordinator takes for somebody. */
async function strangerRecognized({
  stage,
  words: w,
  says,
  presses,
  fills,
  shows,
}: Omit<Guide, "submits" | "passes" | "texts">): Promise<void> {
  const { coordinator, mentee } = stage;
  const { participants: words } = w;
  const stranger: Actor = stage.newcomer("U2", unknown);
  await stranger.says("aide");
  await says(coordinator, "participants", "participants-stranger", words.who);
  await presses(coordinator, "participants.who", "participants-who-form", words.form.title);
  await fills(coordinator, { person: "" }, "participants-who-errors", w.common.field.required);
  await fills(coordinator, { person: String(mentee.id) }, "participants-asked", words.asked(unknown.name, mentee.name));
  await stage.app.deliverDue(() => stage.now);
  shows(stranger, "notice-recognized", words.told.recognized(coordinator.name));
  await stranger.presses("introduction.deny");
  await says(coordinator, "participants", "participants-stranger-denied", words.denied(unknown.name, stage.today));
  await coordinator.presses(words.who);
  await fills(coordinator, { person: String(mentee.id) }, "participants-who-denied-errors", words.form.denied);
}

/** Somebody who has an account in two messengers. */
async function linkedInBoth({ stage, words: w, says, presses }: Pick<Guide, "stage" | "words" | "says" | "presses">): Promise<void> {
  const { coordinator, organizationId } = stage;
  Object.assign(stage.store, { messengers });
  for (const platform of messengers) {
    const whose = { organization_id: organizationId, person_id: coordinator.id };
    await stage.store.db("addresses").insert({ ...whose, platform, workspace: "both", user: "both" });
  }
  const { slack, teams } = w.common.messengers;
  await says(coordinator, "aide", "help-told-where", w.toldWhere.button(teams));
  await presses(coordinator, "told-where.choose", "told-where", w.toldWhere.toldIn(teams));
  await presses(coordinator, "home.open", "home-told-where", w.toldWhere.button(slack), {});
  Object.assign(stage.store, { messengers: [] });
}

/** What is announced where several read along. */
async function announcing({ stage, words: w, texts, says, presses, fills, shows }: Omit<Guide, "submits" | "passes">): Promise<void> {
  const { coordinator, organizationId } = stage;
  const { announce: words } = w;
  await says(coordinator, "annonce", "announce-in-private-only", words.inPrivateOnly);
  Object.assign(stage.store, { messengers });
  await presses(coordinator, "announce.open", "announce-nowhere", words.nowhere, {});
  const channel = stage.newcomer("channel", null);
  await keepChannel(stage.store, organizationId, { at: channel.address, name: texts.topic });
  await says(coordinator, "aide", "help-announce", words.about);
  await presses(coordinator, "announce.open", "announce-form", words.explain);
  await fills(coordinator, { text: "", link: "exemple", channels: [] }, "announce-errors", words.noLink);
  const said = { text: texts.note.slice(0, 1500), link: "https://exemple.example/video", channels: ["1"] };
  await fills(coordinator, said, "announce-under-way", words.underWay([texts.topic]));
  await presses(coordinator, "announce.state", "announce-on-its-way", words.waiting(texts.topic));
  await stage.app.deliverDue(() => stage.now);
  shows(channel, "notice-announcement", words.summary);
  await presses(coordinator, "announce.state", "announce-published", words.said(texts.topic, dayOf(stage.now, "America/Toronto")));
  Object.assign(stage.store, { messengers: [] });
}
