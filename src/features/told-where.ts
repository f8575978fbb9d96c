import { chooseMessenger, readMessengers } from "../store/addresses.ts";
import type { Button } from "../ui/model.ts";
import type { Messenger, Reply } from "../ui/platform.ts";
import type { Feature, Visit } from "./feature.ts";
import { say, sayText } from "./replies.ts";

/** To somebody who is reached in several messengers, the way to be told things in another one of them. */
export const otherMessengers = async (visit: Visit): Promise<Button[]> =>
  buttonsFor(visit, await readMessengers(visit.store, visit.person));

const buttonsFor = ({ words }: Visit, [, ...others]: readonly Messenger[]): Button[] =>
  others.map((messenger) => ({
    label: words.toldWhere.button(words.common.messengers[messenger]),
    action: "told-where.choose",
    data: { messenger },
  }));

/** What is asked for is answered where it is asked; what the bot says by itself comes in one place. */
async function open(visit: Visit): Promise<Reply> {
  const { toldWhere: w, common } = visit.words;
  const there = await readMessengers(visit.store, visit.person);
  const [first] = there;
  if (!first || there.length === 1) return sayText(visit, common.noLongerThere);
  return say(visit, w.summary, [
    { kind: "text", text: w.toldIn(common.messengers[first]) },
    { kind: "buttons", buttons: buttonsFor(visit, there) },
  ]);
}

async function choose(visit: Visit, data: Readonly<Record<string, string>>): Promise<Reply> {
  const there = await readMessengers(visit.store, visit.person);
  const chosen = there.find((messenger) => messenger === data.messenger);
  if (!chosen || there.length === 1) return sayText(visit, visit.words.common.noLongerThere);
  await chooseMessenger(visit.store, visit.person, chosen);
  return open(visit);
}

export const toldWhere: Feature = {
  name: "told-where",
  verb: null,
  roles: ["mentor", "mentee", "coordinator"],
  about: (words) => words.toldWhere.summary,
  open,
  actions: { choose },
};
