import { expect, it } from 'vitest';
import { parseDay } from './day';

it.each([
  '2026-01-05',
  '2026-1-5',
  '2026/1/5',
  '2026.01.05',
  '20260105',
  '2026年1月5日',
  '２０２６年１月５日',
  ' 2026-1-5 ',
])('reads %s', (typed) => expect(parseDay(typed)).toBe('2026-01-05'));

it.each([
  '',
  '2026-1',
  '2026-02-30',
  '2026-13-01',
  '2026-00-10',
  '26-1-5',
  '0000-01-01',
  '1/5/2026',
  'today',
])('takes %j for no day', (typed) => expect(parseDay(typed)).toBeUndefined());

it('knows leap years', () => {
  expect(parseDay('2028-02-29')).toBe('2028-02-29');
  expect(parseDay('2027-02-29')).toBeUndefined();
});
