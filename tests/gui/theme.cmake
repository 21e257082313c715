find_package(Qt6 6.4 REQUIRED COMPONENTS Test)

qlab_add_gui_test(theme SOURCES test_theme.cpp LINK qlab_app_theme Qt6::Test)
