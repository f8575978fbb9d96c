import { persistently as again } from "../persistently.ts";
import { told } from "./errors.ts";

/** Makes a call to Slack again when it asks to wait or cannot answer. @throws DeliveryError */
export const persistently = <Result>(
  call: () => Promise<Result>,
  wait: (ms: number) => Promise<void>,
  options?: Parameters<typeof again>[2],
): Promise<Result> => again(() => told(call), wait, options);
