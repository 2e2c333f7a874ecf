/** The order in which a date is written. */
export type DateOrder = 'ymd' | 'mdy' | 'dmy';

/**
 * A date, or date and time, as files write it, in the spelling of ISO 8601: with its offset where it has one, local
 * where not. Text of another form is given back as it is.
 */
export function isoText(text: string, order: DateOrder): string {
  if (text.includes('年')) {
    const plain = text.replace(JAPANESE_DATE, '$1/$2/$3 ').replace(JAPANESE_TIME, japaneseTime).trimEnd();
    return plain.includes('年') ? text : isoText(plain, 'ymd');
  }
  const parts = WRITTEN.exec(text);
  if (parts === null) return text;
  const [
    ,
    first = '',
    ,
    second = '',
    third = '',
    hour,
    minute = '00',
    second60 = '00',
    fraction = '',
    half,
    utc,
    sign,
  ] = parts;
  const [year, month, date] =
    order === 'ymd' ? [first, second, third] : order === 'mdy' ? [third, first, second] : [third, second, first];
  if (year.length !== 4 || month.length > 2 || date.length > 2) return text;
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  if (hour === undefined) return day;
  const hours = hourOf(Number(hour), half);
  if (hours === null) return text;
  const [hoursOff = '', minutesOff = '00'] = parts.slice(12);
  const offset =
    sign === undefined ? (utc === undefined ? '' : 'Z') : `${sign}${hoursOff.padStart(2, '0')}:${minutesOff}`;
  return `${day}T${String(hours).padStart(2, '0')}:${minute}:${second60}${fraction}${offset}`;
}

// 2025/04/01 10:33:09 午後 GMT+9 is what Google Forms' own CSV file says, in English with AM and PM; a sheet of its answers says
// 2025/04/01 22:33:09. Shops write 2025-04-01 10:33:09 +0900.
const WRITTEN =
  /^(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})(?:[ T]+(\d{1,2}):(\d\d)(?::(\d\d)([.,]\d+)?)?(?: *(AM|PM|午前|午後))?(?: *(Z|UTC|GMT)?(?:([-+])(\d{1,2}):?(\d\d)?)?)?)?$/i;

// 2025年4月1日(火) 10時33分; the day of the week is not looked at.
const JAPANESE_DATE = /^(\d{4})年 ?(\d{1,2})月 ?(\d{1,2})日(?: ?\([日月火水木金土]\))?/;
const JAPANESE_TIME = /^(\S+) +(\d{1,2})時(?:(\d{1,2})分(?:(\d{1,2})秒)?)?/;

function japaneseTime(_: string, date: string, hour: string, minute = '0', second = '0'): string {
  return `${date} ${hour}:${minute.padStart(2, '0')}:${second.padStart(2, '0')}`;
}

/** The hour from 0 to 23 of a clock with halves of a day; 0 午後 is noon, as 12 PM is. */
function hourOf(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour;
  if (hour > 12) return null;
  return (hour % 12) + (/PM|午後/i.test(half) ? 12 : 0);
}
