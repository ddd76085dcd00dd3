import { Controller, Get, Redirect } from '@nestjs/common';
import { Public } from '@latchkey/auth';
import { Operation } from '@latchkey/service';

/** Where password managers look for the page on which a password is changed (W3C, a well-known URL for changing passwords). */
@Controller('.well-known/change-password')
export class PasswordPageController {
  @Operation({
    topic: 'Pages',
    summary: 'Lead to where a password is changed',
    headers: { Location: 'The page.' },
    responses: { 302: { description: 'See `Location`.' } },
  })
  @Public()
  @Get()
  @Redirect('/security#password', 302)
  page(): void {}
}
