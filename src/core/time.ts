/** A time of ISO 8601 with a zone (`2026-01-01T00:00:00Z`), or null: no local times, no guesses. */
export function parseTime(text: string): Date | null {
  const shape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/
  if (!shape.test(text)) return null
  const time = new Date(text)
  return Number.isNaN(time.getTime()) ? null : time
}

/** ISO 8601 in UTC, without the milliseconds where they are zero. */
export function formatTime(time: Date): string {
  const text = time.toISOString()
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text
}
