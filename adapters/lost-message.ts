import { DeliveryError } from "../src/ui/platform.ts";

/**
 * A change of a message whose conversation is gone is refused: that says nothing of whether its person is reached.
 * @throws DeliveryError
 */
export async function changing(change: Promise<unknown>, ofALostConversation: readonly string[]): Promise<void> {
  try {
    await change;
  } catch (error) {
    const problem = error instanceof DeliveryError ? error.problem : null;
    if (problem?.problem !== "gone" || !ofALostConversation.includes(problem.reason)) throw error;
    throw new DeliveryError({ problem: "refused", reason: problem.reason }, { cause: error });
  }
}
