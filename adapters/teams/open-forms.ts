import type { Form } from "../../src/ui/model.ts";
import type { Address, Incoming } from "../../src/ui/platform.ts";
import { refill } from "../../src/ui/refill.ts";

/** Forms that are kept in mind; those that were opened first are forgotten first. */
const mostKept = 1000;

/** The forms that stand open in dialogs. Teams sends back what was typed, and not the form that it was typed in. */
export function keepOpenForms() {
  const forms = new Map<string, Form>();

  return {
    opened(by: Address, form: Form): void {
      const key = keyOf(by, form.id, form.hidden);
      forms.delete(key);
      forms.set(key, form);
      const [oldest] = forms.keys();
      if (forms.size > mostKept && oldest !== undefined) forms.delete(oldest);
    },
    /** The form that was sent, with all that was typed in it; null where it is not known any more. */
    asTyped(incoming: Incoming): Form | null {
      if (incoming.kind !== "submit") return null;
      const form = forms.get(keyOf(incoming.from, incoming.form, incoming.hidden));
      return form ? refill(form, incoming.answers, {}) : null;
    },
  };
}

const keyOf = ({ workspace, user }: Address, id: string, hidden: Form["hidden"] = {}): string =>
  JSON.stringify([workspace, user, id, Object.entries(hidden).sort()]);
