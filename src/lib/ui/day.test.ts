import { expect, it } from 'vitest';
import { readDay } from './day';

it.each([
  '2026-01-05',
  '2026-1-5',
  '2026/1/5',
  '2026.01.05',
  '20260105',
  '2026年1月5日',
  '２０２６年１月５日',
  ' 2026-1-5 ',
])('reads %s', (typed) => expect(readDay(typed)).toEqual({ day: '2026-01-05' }));

it.each(['', '2026-1', '26-1-5', '1/5/2026', 'today'])('cannot read %j as a day', (typed) =>
  expect(readDay(typed)).toEqual({ problem: 'format' }),
);

it.each(['2026-02-30', '2026-13-01', '2026-13-45', '2026-00-10', '0000-01-01'])(
  'knows that there is no day %s',
  (typed) => expect(readDay(typed)).toEqual({ problem: 'no-such-day' }),
);

it('knows leap years', () => {
  expect(readDay('2028-02-29')).toEqual({ day: '2028-02-29' });
  expect(readDay('2027-02-29')).toEqual({ problem: 'no-such-day' });
});
