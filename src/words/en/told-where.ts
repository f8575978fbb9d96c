import type { Words } from "../fr.ts";

export const toldWhere: Words["toldWhere"] = {
  summary: "Where I write to you",
  button: (messenger) => `Receive my messages in ${messenger}`,
  toldIn: (messenger) => `My messages reach you in ${messenger}. What you ask me, I answer where you ask it.`,
};
