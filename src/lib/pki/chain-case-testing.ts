/** For tests: chains of all kinds, judged by us and by `openssl verify`. */
import { validateChain, type ChainResult } from './chain';
import type { ChainProblem } from './chain-problem';
import { CA, OpenSsl, SIGNING } from './openssl-testing';

const DAY_MS = 86_400_000;

export type LinkOptions = Parameters<OpenSsl['certificate']>[1];

export interface TestChain {
  certificate: Uint8Array;
  candidates: Uint8Array[];
  roots: Uint8Array[];
  crls?: Uint8Array[];
  at?: Date;
}

export interface ChainCase {
  name: string;
  make: (workshop: ChainWorkshop) => TestChain;
  /** ours: empty for a chain that is trusted */
  problems: ChainProblem[];
  /** of `openssl verify`: OK, or what it complains of */
  openssl: RegExp;
  /** why we differ, where one says yes and the other no */
  because?: string;
}

export const OK = /^OK$/;

export class ChainWorkshop {
  readonly openssl = new OpenSsl();
  /** A little later than the certificates that OpenSSL makes meanwhile. */
  readonly now = new Date(Date.now() + 3_600_000);
  readonly root = this.openssl.certificate('root', { extensions: CA });
  #count = 0;

  days(count: number): Date {
    return new Date(this.now.getTime() + count * DAY_MS);
  }

  newName(prefix: string): string {
    return `${prefix}${++this.#count}`;
  }

  /** Below the root: authorities, each by the one before, and a company by the last of them. */
  chain(...links: LinkOptions[]): TestChain & { names: string[] } {
    const base = this.newName('c');
    const names: string[] = [];
    const ders = links.map((link, index) => {
      const name = `${base}-${index}`;
      const isLast = index === links.length - 1;
      const der = this.openssl.certificate(name, {
        issuer: names.at(-1) ?? 'root',
        extensions: isLast ? SIGNING : CA,
        ...link,
      });
      names.push(name);
      return der;
    });
    const certificate = ders.at(-1) ?? new Uint8Array();
    return { certificate, candidates: ders.slice(0, -1), roots: [this.root], names };
  }

  async judge(one: ChainCase): Promise<{ ours: ChainResult; theirs: string }> {
    const question = { at: this.now, ...definedIn(one.make(this)) };
    const ours = await validateChain({ ...question, purpose: 'any' });
    return { ours, theirs: this.openssl.verify(question) };
  }
}

function definedIn({ at, ...chain }: TestChain): TestChain {
  return at ? { ...chain, at } : chain;
}

export const ca = (...extensions: string[]): LinkOptions => ({ extensions: [...CA, ...extensions] });
export const end = (...extensions: string[]): LinkOptions => ({ extensions: [...SIGNING, ...extensions] });
export const named = (subject: string, ...extensions: string[]): LinkOptions => ({
  ...end(...extensions),
  subject,
});
