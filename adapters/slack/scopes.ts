/**
 * What the bot's token must be allowed to do, and which part of the bot needs it (docs.slack.dev, the facts of each method
 * and event). The reasons are in docs/slack.md, for whoever installs it.
 */
export const methodScopes: Readonly<Record<string, readonly string[]>> = {
  "auth.test": [],
  // Not of the bot's token but of the app's, which has a scope of its own: connections:write.
  "apps.connections.open": [],
  "chat.postMessage": ["chat:write"],
  "chat.update": ["chat:write"],
  "conversations.history": ["im:history"],
  "conversations.open": ["im:write"],
  "files.completeUploadExternal": ["files:write"],
  "files.getUploadURLExternal": ["files:write"],
  // The second is for the address alone, by which somebody is recognized.
  "users.info": ["users:read", "users:read.email"],
  "users.lookupByEmail": ["users:read.email"],
  "views.open": [],
  "views.publish": [],
  "views.push": [],
  "views.update": [],
};

export const eventScopes: Readonly<Record<string, readonly string[]>> = {
  app_home_opened: [],
  app_uninstalled: [],
  "message.im": ["im:history"],
  tokens_revoked: [],
  user_change: ["users:read"],
};

/** The slash command and the shortcuts. */
const featureScopes = ["commands"];

/** Every scope that the bot needs, by its name. */
export const neededScopes: readonly string[] = [
  ...new Set([...Object.values(methodScopes), ...Object.values(eventScopes), featureScopes].flat()),
].sort();
