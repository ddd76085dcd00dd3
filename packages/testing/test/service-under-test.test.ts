import { Controller, Get, Inject, Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  Database,
  defineConfig,
  Public,
  serviceSettings,
  type ServiceDefinition,
  type ConfigOf,
} from '@latchkey/service';
import { startService, stopClock, testDatabase, type ServiceUnderTest } from '@latchkey/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';

class CreateNotes1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE note (text text NOT NULL)');
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE note');
  }
}

@Controller()
class NotesController {
  constructor(@Inject(Database) private readonly database: Database) {}

  @Public()
  @Get('/api/notes')
  async count(): Promise<{ notes: number }> {
    await this.database.query(`INSERT INTO note VALUES ('one more')`);
    const [row] = await this.database.query<{ notes: number }[]>('SELECT count(*)::int AS notes FROM note');
    return { notes: row?.notes ?? 0 };
  }
}

@Module({ controllers: [NotesController] })
class NotesModule {}

type NotesConfig = ConfigOf<typeof serviceSettings>;

const notes: ServiceDefinition<NotesConfig> = {
  id: 'notes',
  name: 'Notes',
  config: defineConfig(serviceSettings),
  module: () => NotesModule,
  entities: [],
  migrations: [CreateNotes1700000000000],
};

describe('a service under test', () => {
  let service: ServiceUnderTest<NotesConfig>;

  beforeAll(async () => {
    service = await startService(notes);
  });
  afterAll(() => service?.close());

  test('answers over a socket, on a migrated database of its own', async () => {
    const other = await startService(notes);
    expect((await service.request.get('/api/notes')).body).toEqual({ notes: 1 });
    expect((await service.request.get('/api/notes')).body).toEqual({ notes: 2 });
    expect((await other.request.get('/api/notes')).body).toEqual({ notes: 1 });
    await other.close();
  });

  test('finds its data again after a restart on a given database', async () => {
    const database = await testDatabase(notes);
    for (const expected of [1, 2]) {
      const instance = await startService(notes, { database });
      expect((await instance.request.get('/api/notes')).body).toEqual({ notes: expected });
      await instance.close();
    }
    await database.drop();
  });

  test('reports the errors of its environment like the process does', async () => {
    await expect(startService(notes, { env: { PUBLIC_URL: undefined } })).rejects.toThrow(/PUBLIC_URL is missing/);
  });

  test('goes on answering while the clock stands still', async () => {
    const tomorrow = Date.now() + 86_400_000;
    const clock = stopClock(tomorrow);
    clock.advance(60);
    expect(Date.now()).toBe(tomorrow + 60_000);
    expect((await service.request.get('/api/notes')).status).toBe(200);
    clock.release();
    expect(Date.now()).toBeLessThan(tomorrow);
  });
});
