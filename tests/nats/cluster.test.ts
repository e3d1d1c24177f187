import { afterAll, beforeAll, describe } from 'vitest';
import { platformContract } from '../contract/platform';
import { startNats, type NatsCluster } from '../tools/nats-server';
import { natsProgram, natsUnderTest } from './under-test';

const program = natsProgram();

describe.skipIf(program === undefined)('on three nats-servers', () => {
  let cluster: NatsCluster;
  beforeAll(async () => {
    cluster = await startNats({ program: program ?? '', nodes: 3 });
  });
  afterAll(() => cluster?.stop());

  platformContract('the NATS platform', () => natsUnderTest(cluster));
});
