find_package(Qt6 6.4 REQUIRED COMPONENTS DBus Test)

qlab_add_gui_test(theme SOURCES test_desktop_scheme.cpp test_theme.cpp test_typeface.cpp LINK qlab_app_theme Qt6::DBus Qt6::Test)
set_target_properties(test_theme PROPERTIES AUTOMOC ON)
