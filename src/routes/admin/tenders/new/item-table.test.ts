import { describe, expect, it } from 'vitest';
import { itemTable, readItemTable } from './item-table';
import { newItem } from './tender-form';

const named = (table: Uint8Array | string) =>
  readItemTable(table).map(({ lot, name, quantity, unit, requirement }) => [
    ...[lot, name, quantity, unit, requirement],
  ]);

describe('a table of items', () => {
  it('is read by its head, whatever the order of its columns', () => {
    expect(named('序号\t技术参数\t货物名称\t单位\t数量\n1\t100 W\t路灯\t盏\t12.5\n\t\t\t\t\n')).toEqual([
      ['', '路灯', '12.5', '盏', '100 W'],
    ]);
  });

  it('is read without a head as name, quantity, unit, requirement', () => {
    expect(named('灯杆\t3\t根\t8 米\n路灯\t6\t盏\t"100 W\n暖光"')).toEqual([
      ['', '灯杆', '3', '根', '8 米'],
      ['', '路灯', '6', '盏', '100 W\n暖光'],
    ]);
  });

  it('can be one column of names', () => expect(named('灯杆\n路灯')).toHaveLength(2));

  it('comes back as it was saved', async () => {
    const item = newItem({ lot: '一', name: '=1+1', quantity: '2', unit: '个', requirement: '甲,"乙"\n丙' });
    const bytes = new Uint8Array(await itemTable([item]).arrayBuffer());
    expect(named(bytes)).toEqual([['一', '=1+1', '2', '个', '甲,"乙"\n丙']]);
  });
});
