import { describe, expect, it } from 'vitest';
import type { AuthorId } from '../ledger';
import { emptyPlatform, hasRole, recipientsOf, type Role, type StaffMember } from './state';

const state = emptyPlatform();
const join = (name: string, roles: Role[], recipient: string, removed?: StaffMember['removed']) => {
  const author = name as AuthorId;
  state.staff.set(author, { author, name, roles, recipient, joinedAt: 0, ...(removed && { removed }) });
};
join('a', ['administrator', 'ca-operator'], 'age1a');
join('b', ['ca-operator'], 'age1b');
join('c', ['ca-operator'], 'age1c', { by: 'a' as AuthorId, reason: '离职', at: 1 });
join('d', ['ca-operator'], 'age1a'); // one person in two workspaces

describe('roles', () => {
  it('are those of people who joined and were not removed', () => {
    expect(hasRole(state, 'a' as AuthorId, 'administrator')).toBe(true);
    expect(hasRole(state, 'a' as AuthorId, 'ca-operator')).toBe(true);
    expect(hasRole(state, 'b' as AuthorId, 'administrator')).toBe(false);
    expect(hasRole(state, 'c' as AuthorId, 'ca-operator')).toBe(false);
    expect(hasRole(state, 'x' as AuthorId, 'expert')).toBe(false);
  });

  it('give the recipients of what is sealed, each once, in the order of joining', () => {
    expect(recipientsOf(state, 'ca-operator')).toEqual(['age1a', 'age1b']);
    expect(recipientsOf(state, 'expert')).toEqual([]);
  });
});
