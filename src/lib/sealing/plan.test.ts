import { describe, expect, test } from 'vitest';
import { PlanError } from './error';
import { parsePlan, placementsOf, planDefaults } from './plan';

function failure(json: unknown): PlanError['detail'] {
  try {
    parsePlan(json);
  } catch (error) {
    if (error instanceof PlanError) return error.detail;
    throw error;
  }
  throw new Error('the plan was read');
}

describe('a plan', () => {
  test('counts pages from 1 and placements from 0', () => {
    const { placements } = placementsOf(parsePlan([{ kind: 'single', page: 3, x: 10, y: 20.5 }]));
    expect(placements).toEqual([
      { id: 'plan-1', sealId: 'round', kind: 'single', page: 2, xMm: 10, yMm: 20.5, rotationDeg: 0 },
    ]);
  });

  test('fills in what is left out', () => {
    expect(parsePlan([{ kind: 'straddle', y: 120 }])).toEqual([
      {
        kind: 'straddle',
        y: 120,
        edge: planDefaults.edge,
        pages: planDefaults.pages,
        pagesPerSeal: planDefaults.pagesPerSeal,
        oddOnly: planDefaults.oddOnly,
        seal: planDefaults.seal,
      },
    ]);
  });

  test('takes options apart or among the other fields', () => {
    const apart = parsePlan([{ kind: 'keyword', text: '盖章', options: { dx: 5, seal: 'finance' } }]);
    const among = parsePlan([{ kind: 'keyword', text: '盖章', dx: 5, seal: 'finance' }]);
    expect(apart).toEqual(among);
  });

  test('takes one page where a range is asked for', () => {
    expect(parsePlan([{ kind: 'batch', pages: 7, x: 1, y: 1 }])[0]).toMatchObject({ pages: '7' });
  });

  test('draws a seal once for all placements that describe it alike', () => {
    const { placements, seals } = placementsOf(
      parsePlan([
        { kind: 'single', page: 1, x: 1, y: 1, size: 42 },
        { kind: 'batch', pages: 'odd', x: 1, y: 1, size: 42 },
        { kind: 'single', page: 1, x: 1, y: 1 },
        { kind: 'date', page: 1, x: 1, y: 1, date: '2026-11-24' },
      ]),
    );
    expect(seals).toEqual([
      { sealId: 'round 42', kind: 'round', sizeMm: 42 },
      { sealId: 'round', kind: 'round' },
      { sealId: 'date 2026-11-24', kind: 'date', date: '2026-11-24' },
    ]);
    expect(placements.map((placement) => placement.sealId)).toEqual([
      'round 42',
      'round 42',
      'round',
      'date 2026-11-24',
    ]);
  });

  test.each([
    ['no list', { kind: 'single' }, {}],
    ['an empty list', [], {}],
    ['an unknown kind', [{ kind: 'stamp', page: 1 }], { item: 1, field: 'kind' }],
    ['page 0', [{ kind: 'single', page: 0, x: 1, y: 1 }], { item: 1, field: 'page' }],
    ['no place', [{ kind: 'single', page: 1, x: 1 }], { item: 1, field: 'y' }],
    ['a typing error', [{ kind: 'straddle', y: 1, pagePerSeal: 3 }], { item: 1, field: 'pagePerSeal' }],
    [
      'a wrong second item',
      [
        { kind: 'straddle', y: 1 },
        { kind: 'keyword', text: '' },
      ],
      { item: 2, field: 'text' },
    ],
    ['one page to a straddle seal', [{ kind: 'straddle', y: 1, pagesPerSeal: 1 }], { field: 'pagesPerSeal' }],
  ])('is refused with the place of the mistake: %s', (_name, json, place) => {
    expect(failure(json)).toMatchObject(place);
  });
});
