import { afterAll, beforeAll, describe } from 'vitest';
import { platformContract } from '../../../../tests/contract/platform';
import { natsProgram, natsUnderTest } from '../../../../tests/nats/under-test';
import { startNats, type NatsCluster } from '../../../../tests/tools/nats-server';

const program = natsProgram();

describe.skipIf(program === undefined)('on one nats-server', () => {
  let cluster: NatsCluster;
  beforeAll(async () => {
    cluster = await startNats({ program: program ?? '', nodes: 1 });
  });
  afterAll(() => cluster?.stop());

  platformContract('the NATS platform', () => natsUnderTest(cluster));
});
