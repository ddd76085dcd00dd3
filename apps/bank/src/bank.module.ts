import { Module, type DynamicModule } from '@nestjs/common';
import { AuthModule, replicaTables } from '@latchkey/auth';
import type { ServiceDefinition } from '@latchkey/service';
import { AuditModule } from './audit/audit.module.js';
import { CreateEvents1764000000006 } from './audit/create-events.migration.js';
import { ExpireEvents1764000003002 } from './audit/expire-events.migration.js';
import { EventEntity } from './audit/event.entity.js';
import { bankConfig, type BankConfig } from './bank.config.js';
import { CreateKnownKeys1764000000008 } from './audit/create-known-keys.migration.js';
import { KnownKeyEntity } from './audit/known-key.entity.js';
import { LoginModule } from './login/login.module.js';
import { RefreshModule } from './refresh/refresh.module.js';
import { readRegistry } from './registry/registry.config.js';
import { RegistryModule } from './registry/registry.module.js';
import { RegistryService } from './registry/registry.service.js';
import { NotifyEndedSessions1764000000007 } from './sessions/notify-ended-sessions.migration.js';
import { FeedModule } from './feed/feed.module.js';
import { AddRefresh1764000000004 } from './sessions/add-refresh.migration.js';
import { CreateSessions1764000000002 } from './sessions/create-sessions.migration.js';
import { IndexExpiry1764000000009 } from './sessions/index-expiry.migration.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { SessionEntity } from './sessions/session.entity.js';
import { CreateLoginCounts1764000000021 } from './throttle/create-login-counts.migration.js';
import { CreateThrottle1764000000003 } from './throttle/create-throttle.migration.js';
import { KnownAddressEntity } from './users/known-address.entity.js';
import { LoginCountEntity } from './throttle/login-count.entity.js';
import { AddUserDisabling1764000000005 } from './users/add-user-disabling.migration.js';
import { CreateUsers1764000000001 } from './users/create-users.migration.js';
import { WidenPasswordHash1764000003001 } from './users/widen-password-hash.migration.js';
import { UserEntity } from './users/user.entity.js';
import { UserRoleEntity } from './rights/user-role.entity.js';
import { CreateUserRoles1764000004001 } from './rights/create-user-roles.migration.js';
import { IssuedContract } from './tokens/issued-contract.js';
import { TokenContractEntity } from './tokens/token-contract.entity.js';
import { CreateTokenContract1764000004002 } from './tokens/create-token-contract.migration.js';
import { AddClient1764000004003 } from './sessions/add-client.migration.js';
import { CreateDeletedAccounts1764000004004 } from './account/create-deleted-accounts.migration.js';
import { DeletedAccountEntity } from './account/deleted-account.entity.js';
import { AccountModule } from './account/account.module.js';
import { SupportModule } from './support/support.module.js';

@Module({})
export class BankModule {
  static forConfig(config: BankConfig): DynamicModule {
    const registry = new RegistryService(readRegistry(config.SSO_REGISTRY_FILE));
    const contract = new IssuedContract();
    return {
      module: BankModule,
      // Its provider is asked where tokens are issued, and by what reports to operators.
      global: true,
      providers: [{ provide: IssuedContract, useValue: contract }],
      exports: [IssuedContract],
      imports: [
        AuthModule.forService({
          audience: 'bank',
          isIssuer: true,
          sameSiteOrigins: () => registry.origins,
          issuesVersion: () => contract.version,
        }),
        FeedModule,
        AuditModule,
        RegistryModule.forRegistry(registry),
        SessionsModule,
        AccountModule,
        LoginModule,
        RefreshModule,
        SupportModule,
      ],
    };
  }
}

/** Everything that makes the bank a service. */
export const bank: ServiceDefinition<BankConfig> = {
  id: 'bank',
  name: 'Bank',
  config: bankConfig,
  module: (config) => BankModule.forConfig(config),
  entities: [
    UserEntity,
    SessionEntity,
    KnownAddressEntity,
    LoginCountEntity,
    EventEntity,
    KnownKeyEntity,
    UserRoleEntity,
    TokenContractEntity,
    DeletedAccountEntity,
    ...replicaTables.entities,
  ],
  migrations: [
    CreateUsers1764000000001,
    CreateSessions1764000000002,
    CreateThrottle1764000000003,
    AddRefresh1764000000004,
    AddUserDisabling1764000000005,
    CreateEvents1764000000006,
    NotifyEndedSessions1764000000007,
    CreateKnownKeys1764000000008,
    IndexExpiry1764000000009,
    CreateLoginCounts1764000000021,
    WidenPasswordHash1764000003001,
    ExpireEvents1764000003002,
    CreateUserRoles1764000004001,
    CreateTokenContract1764000004002,
    AddClient1764000004003,
    CreateDeletedAccounts1764000004004,
    ...replicaTables.migrations,
  ],
  manifest: new URL('../package.json', import.meta.url),
  site: new URL('../web/dist/', import.meta.url),
  reference: {
    files: new URL('../dist/reference/', import.meta.url),
    topics: {
      Login: 'How a session begins, is renewed, and ends.',
      Account: 'What a person sees and changes of the own account.',
      'Support desk':
        'What people with the role `support` see and do of other accounts; each look and act is on record.',
      Discovery: 'What services and foreign consumers read, to verify tokens by themselves.',
      Operations: 'For operators and their tools.',
      Pages: 'Pages of the site with a check of their own.',
    },
  },
  siteFacts: (config) => ({
    issuer: config.SSO_ISSUER.origin,
    'renew-after': String(config.TOKEN_RENEW_AFTER),
    'session-idle': String(config.SESSION_IDLE),
    'session-absolute': String(config.SESSION_ABSOLUTE),
  }),
};
