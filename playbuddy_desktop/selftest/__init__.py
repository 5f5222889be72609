"""The program's check of itself, for whoever packaged or installed it: does everything that it needs come along?"""
