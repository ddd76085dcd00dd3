// Loaded before the first test file: without it, CommonJS packages that require Nest die in "require() of ES Module in a cycle".
import 'reflect-metadata';
import '@nestjs/common';
import '@nestjs/core';
