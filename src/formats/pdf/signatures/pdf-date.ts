import { realTime } from '../../../core/time.ts'

const shape =
  /^D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:Z(?:00'?(?:00'?)?)?|([+-])(\d\d)'?(?:(\d\d)'?)?)?$/

/**
 * A date (ISO 32000-2 §7.9.4), or null where it is none: what is left out is the first of its kind,
 * and the time is UTC where no zone is stated.
 */
export function pdfDate(text: string): Date | null {
  const parts = shape.exec(text)
  if (parts === null) return null
  const number = (at: number, absent: number) => Number(parts[at] ?? absent)
  const local = realTime(
    number(1, 0),
    number(2, 1),
    number(3, 1),
    number(4, 0),
    number(5, 0),
    number(6, 0),
  )
  const hours = number(8, 0)
  const minutes = number(9, 0)
  if (local === null || hours > 23 || minutes > 59) return null
  const ahead = (hours * 60 + minutes) * 60_000
  return new Date(local.getTime() - (parts[7] === '-' ? -ahead : ahead))
}
