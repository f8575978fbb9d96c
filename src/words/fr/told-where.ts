/** In which of several messengers somebody is told things. */
export const toldWhere = {
  summary: "Où je vous écris",
  button: (messenger: string): string => `Recevoir mes messages dans ${messenger}`,
  toldIn: (messenger: string): string =>
    `Mes messages vous arrivent dans ${messenger}. Ce que vous me demandez, j’y réponds là où vous le demandez.`,
};
