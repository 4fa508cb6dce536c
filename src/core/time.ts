/** A time of ISO 8601 with a zone (`2026-01-01T00:00:00Z`), or null: no local times, no guesses. */
export function parseTime(text: string): Date | null {
  const shape = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/
  const parts = shape.exec(text)?.slice(1).map(Number)
  if (parts === undefined) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
  if (realTime(year, month, day, hour, minute, second) === null) return null
  const time = new Date(text)
  return Number.isNaN(time.getTime()) ? null : time
}

/** The instant in UTC, or null where the calendar has no such day or the clock no such time. */
export function realTime(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): Date | null {
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return null
  const time = new Date(0)
  time.setUTCFullYear(year, month - 1, day)
  time.setUTCHours(hour, minute, second)
  return time.getUTCDate() === day ? time : null
}

/** ISO 8601 in UTC, without the milliseconds where they are zero. */
export function formatTime(time: Date): string {
  const text = time.toISOString()
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text
}
