import { Global, Module, type DynamicModule } from '@nestjs/common';
import { RegistryController } from './registry.controller.js';
import { RegistryService } from './registry.service.js';
import { SiblingCors } from './sibling-cors.js';

@Global()
@Module({})
export class RegistryModule {
  static forRegistry(registry: RegistryService): DynamicModule {
    return {
      module: RegistryModule,
      controllers: [RegistryController],
      providers: [{ provide: RegistryService, useValue: registry }, SiblingCors],
      exports: [RegistryService],
    };
  }
}
