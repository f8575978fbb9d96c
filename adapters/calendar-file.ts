import { createHash } from "node:crypto";
import ical, { ICalCalendarMethod, ICalEventBusyStatus, ICalEventClass, ICalEventStatus, ICalEventTransparency } from "ical-generator";
import { spanOf } from "../src/ui/event.ts";
import type { CalendarEvent } from "../src/ui/model.ts";

/** A file to hand out. `name` is in the person's language, as the title of the event is. */
interface CalendarFile {
  name: string;
  text: string;
}

/**
 * An event as iCalendar (RFC 5545), published without an organizer or guests (RFC 5546, 3.2.1), to be added by hand.
 * A later file of the same event takes the place of the earlier one; that of a cancelled event takes it off.
 */
export function calendarFile(event: CalendarEvent): CalendarFile {
  const { title, on, told, sequence, location, description, cancelled = false } = event;
  // The product that it names is the library, which says nothing of what the person takes part in.
  const calendar = ical({ method: cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH });
  const status = cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED;
  calendar.createEvent({
    ...{ id: idOf(event), sequence, stamp: new Date(told), status, summary: typed(title) },
    ...timeOf(event),
    ...(location ? { location: typed(location) } : {}),
    ...(description ? { description: typed(description) } : {}),
    // Whoever may look into the calendar reads that the time is taken, and no more.
    class: ICalEventClass.PRIVATE,
  });
  return { name: `${slug(title)}${on}.ics`, text: `${calendar.toString()}\r\n` };
}

/** In UTC, so that no clock change and no reader's own table of zones can shift it. A whole day takes no time of it. */
function timeOf(event: CalendarEvent) {
  const span = spanOf(event);
  if (span) return { start: new Date(span.from), end: new Date(span.until), transparency: ICalEventTransparency.OPAQUE };
  return {
    start: new Date(`${event.on}T00:00:00Z`),
    allDay: true,
    transparency: ICalEventTransparency.TRANSPARENT,
    busystatus: ICalEventBusyStatus.FREE,
  };
}

/** A UUID made from what the event stands for (RFC 9562, version 8): unique beyond this installation, and it tells nothing. */
function idOf({ uid }: CalendarEvent): string {
  const bytes = createHash("sha256").update(`triade:${uid}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Without the characters of control that iCalendar does not allow; line breaks stay. */
const typed = (text: string): string => text.replace(/[^\P{Cc}\t\n\r]/gu, "");

function slug(title: string): string {
  const words =
    title
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  return words.length > 0 ? `${words.join("-").slice(0, 60)}-` : "";
}
