import { Application, TeamsAdapter } from "@microsoft/teams-ai";
import { type Activity, ActivityTypes, INVOKE_RESPONSE_KEY, type InvokeResponse, TurnContext } from "botbuilder";

/** What answers an activity: of an invoke, the status and the body of the response. */
type Take = (activity: unknown) => Promise<InvokeResponse>;

/** The activities go through the SDK once it is known that Teams sent them; it opens no connection of its own. */
class Adapter extends TeamsAdapter {
  async take(activity: Activity, application: Application): Promise<InvokeResponse | undefined> {
    const context = new TurnContext(this, activity);
    await this.runMiddleware(context, async (turn) => {
      await application.run(turn);
    });
    const said: Partial<Activity> | undefined = context.turnState.get(INVOKE_RESPONSE_KEY);
    return said?.value as InvokeResponse | undefined;
  }
}

/** Microsoft's application for Teams, which hands every activity to the bot. */
export function openApplication(appId: string, take: Take): (activity: object) => Promise<InvokeResponse | undefined> {
  const adapter = new Adapter({ MicrosoftAppId: appId });
  // What is written goes out by the bot's own calls, so that the SDK is to show nothing meanwhile, and to change nothing that came.
  const application = new Application({ adapter, botAppId: appId, removeRecipientMention: false, startTypingTimer: false });
  const everything = async () => true;
  const handle = async (context: TurnContext): Promise<void> => {
    const answered = await take(context.activity);
    if (context.activity.type === ActivityTypes.Invoke) await context.sendActivity({ type: ActivityTypes.InvokeResponse, value: answered });
  };
  application.addRoute(everything, handle, true);
  application.addRoute(everything, handle);
  return (activity) => adapter.take(activity as Activity, application);
}
